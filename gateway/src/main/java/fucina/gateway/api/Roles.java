package fucina.gateway.api;

import fucina.scheduler.Actor.Capacity;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who may call what. Closed: an operation that is not in this table stops the start. Whose machine
 * or session it is, is asked further in; a test holds this table against {@code x-roles} of the
 * file.
 */
final class Roles {
  private static final Set<Capacity> ALL =
      EnumSet.of(
          Capacity.MEMBER,
          Capacity.WATCHER,
          Capacity.TECHNICIAN,
          Capacity.COORDINATOR,
          Capacity.ADMINISTRATOR);
  private static final Set<Capacity> MEMBER = EnumSet.of(Capacity.MEMBER);
  private static final Set<Capacity> BOOKS = EnumSet.of(Capacity.MEMBER, Capacity.ADMINISTRATOR);
  private static final Set<Capacity> CHANGES =
      EnumSet.of(
          Capacity.MEMBER, Capacity.TECHNICIAN, Capacity.COORDINATOR, Capacity.ADMINISTRATOR);
  private static final Set<Capacity> TOLD =
      EnumSet.of(Capacity.MEMBER, Capacity.TECHNICIAN, Capacity.COORDINATOR);
  private static final Set<Capacity> KEEPS =
      EnumSet.of(Capacity.TECHNICIAN, Capacity.ADMINISTRATOR);
  private static final Set<Capacity> LETS_IN =
      EnumSet.of(Capacity.COORDINATOR, Capacity.ADMINISTRATOR);
  private static final Set<Capacity> ADMINISTRATOR = EnumSet.of(Capacity.ADMINISTRATOR);
  private static final Set<Capacity> TECHNICIAN = EnumSet.of(Capacity.TECHNICIAN);
  private static final Set<Capacity> STAFF =
      EnumSet.of(Capacity.TECHNICIAN, Capacity.COORDINATOR, Capacity.ADMINISTRATOR);
  private static final Set<Capacity> STOPS =
      EnumSet.of(Capacity.MEMBER, Capacity.TECHNICIAN, Capacity.ADMINISTRATOR);
  private static final Set<Capacity> COMMANDS = EnumSet.of(Capacity.MEMBER, Capacity.TECHNICIAN);

  private static final Map<String, Set<Capacity>> TABLE =
      Map.ofEntries(
          Map.entry("signIn", ALL),
          Map.entry("signOut", ALL),
          Map.entry("me", ALL),
          Map.entry("changeMe", ALL),
          Map.entry("changePassword", ALL),
          Map.entry("listTokens", ALL),
          Map.entry("createToken", ALL),
          Map.entry("revokeToken", ALL),
          Map.entry("listOrganisations", LETS_IN),
          Map.entry("addOrganisation", LETS_IN),
          Map.entry("getOrganisation", LETS_IN),
          Map.entry("listPeople", LETS_IN),
          Map.entry("addPerson", LETS_IN),
          Map.entry("getPerson", LETS_IN),
          Map.entry("changePerson", LETS_IN),
          Map.entry("resetPassword", LETS_IN),
          Map.entry("listDeviceUsers", KEEPS),
          Map.entry("addDeviceUser", KEEPS),
          Map.entry("getDeviceUser", KEEPS),
          Map.entry("removeDeviceUser", KEEPS),
          Map.entry("resetDevicePassword", KEEPS),
          Map.entry("listCalendars", ALL),
          Map.entry("openCalendar", ALL),
          Map.entry("closeCalendar", ALL),
          Map.entry("calendar", ALL),
          Map.entry("listWebhooks", TOLD),
          Map.entry("addWebhook", TOLD),
          Map.entry("removeWebhook", TOLD),
          Map.entry("webhookDeliveries", TOLD),
          Map.entry("openapi", ALL),
          Map.entry("listCentres", ALL),
          Map.entry("listProfiles", ALL),
          Map.entry("getProfile", ALL),
          Map.entry("listProfileVersions", ALL),
          Map.entry("compareProfileVersions", ALL),
          Map.entry("addProfile", KEEPS),
          Map.entry("listMachines", ALL),
          Map.entry("getMachine", ALL),
          Map.entry("registerMachine", KEEPS),
          Map.entry("changeMachine", KEEPS),
          Map.entry("retireMachine", KEEPS),
          Map.entry("stopMachine", STOPS),
          Map.entry("getStop", STOPS),
          Map.entry("thingDescription", ALL),
          Map.entry("assetInterfaces", ALL),
          Map.entry("testMachine", KEEPS),
          Map.entry("testConnection", KEEPS),
          Map.entry("browseNodes", KEEPS),
          Map.entry("suggestNodes", KEEPS),
          Map.entry("listenTopics", KEEPS),
          Map.entry("listProblems", ALL),
          Map.entry("getProblem", ALL),
          Map.entry("reportProblem", ALL),
          Map.entry("resolveProblem", KEEPS),
          Map.entry("problemPhoto", ALL),
          Map.entry("listAlarms", ALL),
          Map.entry("machineAlarms", ALL),
          Map.entry("sessionAlarms", ALL),
          Map.entry("acknowledgeAlarm", STAFF),
          Map.entry("latest", ALL),
          Map.entry("telemetry", ALL),
          Map.entry("gaps", ALL),
          Map.entry("listCameras", ALL),
          Map.entry("camera", ALL),
          Map.entry("live", ALL),
          Map.entry("liveEvents", ALL),
          Map.entry("createLiveTicket", ALL),
          Map.entry("availability", ALL),
          Map.entry("occupancy", ALL),
          Map.entry("book", BOOKS),
          Map.entry("listBookings", ALL),
          Map.entry("getBooking", ALL),
          Map.entry("changeBooking", CHANGES),
          Map.entry("cancelBooking", CHANGES),
          Map.entry("confirmBooking", BOOKS),
          Map.entry("bookingAlternatives", ALL),
          Map.entry("layBlackout", STAFF),
          Map.entry("listBlackouts", STAFF),
          Map.entry("getBlackout", STAFF),
          Map.entry("changeBlackout", STAFF),
          Map.entry("liftBlackout", STAFF),
          Map.entry("bookSeries", BOOKS),
          Map.entry("listSeries", ALL),
          Map.entry("getSeries", ALL),
          Map.entry("changeSeries", CHANGES),
          Map.entry("cancelSeries", CHANGES),
          Map.entry("joinWaiting", BOOKS),
          Map.entry("listWaiting", ALL),
          Map.entry("getWaiting", ALL),
          Map.entry("leaveWaiting", BOOKS),
          Map.entry("listPolicies", ALL),
          Map.entry("getPolicy", ALL),
          Map.entry("setPolicy", LETS_IN),
          Map.entry("withdrawPolicy", LETS_IN),
          Map.entry("approveBooking", TECHNICIAN),
          Map.entry("rejectBooking", TECHNICIAN),
          Map.entry("listSessions", ALL),
          Map.entry("getSession", ALL),
          Map.entry("joinSession", MEMBER),
          Map.entry("attendSession", MEMBER),
          Map.entry("endSession", STOPS),
          Map.entry("extendSession", MEMBER),
          Map.entry("handOver", MEMBER),
          Map.entry("giveConsent", TECHNICIAN),
          Map.entry("withdrawConsent", TECHNICIAN),
          Map.entry("sendCommand", COMMANDS),
          Map.entry("listCommands", ALL),
          Map.entry("getCommand", ALL),
          Map.entry("sessionDataset", ALL),
          Map.entry("sessionReport", ALL),
          Map.entry("datasetKey", ALL),
          Map.entry("listCertificates", KEEPS),
          Map.entry("deadLetters", STAFF),
          Map.entry("machineLink", STAFF),
          Map.entry("machineEvents", STAFF),
          Map.entry("ownCertificate", KEEPS),
          Map.entry("ownCertificateFile", KEEPS),
          Map.entry("renewCertificate", ADMINISTRATOR),
          Map.entry("dropRenewal", ADMINISTRATOR),
          Map.entry("switchCertificate", ADMINISTRATOR),
          Map.entry("trustCertificate", KEEPS),
          Map.entry("rejectCertificate", KEEPS),
          Map.entry("listAudit", STAFF),
          Map.entry("utilisation", STAFF));

  private Roles() {}

  /** Who may call an operation; empty where the table does not know it. */
  static Optional<Set<Capacity>> of(String operation) {
    return Optional.ofNullable(TABLE.get(operation));
  }

  static boolean everybody(Set<Capacity> roles) {
    return roles.containsAll(ALL);
  }

  static Set<String> operations() {
    return TABLE.keySet();
  }
}
