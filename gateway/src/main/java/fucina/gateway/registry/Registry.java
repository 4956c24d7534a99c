package fucina.gateway.registry;

import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.LinkStatus;
import fucina.gateway.link.MachineTopics;
import fucina.profiles.MachineState;
import fucina.profiles.Profile;
import fucina.profiles.Protocol;
import fucina.scheduler.Actor;
import fucina.scheduler.MachineRules;
import io.vertx.core.Future;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The centres, profiles and machines of the network; reads answer from memory, changes are durable.
 */
public interface Registry {

  List<Centre> centres();

  /** The newest version of each profile. */
  List<Profile> profiles();

  /** The newest version of a profile. */
  Optional<Profile> profile(String id);

  Optional<Profile> profile(String id, String version);

  /** Every version of a profile, newest first; none where there is no such profile. */
  List<Profile> profileVersions(String id);

  /** Adds a profile, or a new version of one; a version once there never changes. */
  Future<ProfileAdded> addProfile(String text, Actor actor);

  List<Machine> machines();

  Optional<Machine> machine(String id);

  /**
   * The machines to which a topic of a broker belongs; none where it is nobody's yet.
   *
   * @param at the broker, as {@link MachineTopics#broker} says it
   */
  default List<Machine> speakingOn(String at, String topic) {
    return machines().stream()
        .filter(machine -> machine.profile().protocol() != Protocol.OPC_UA)
        .filter(machine -> at.equals(MachineTopics.broker(brokerOf(machine))))
        .filter(machine -> MachineTopics.of(topics(machine)).has(topic))
        .toList();
  }

  private String brokerOf(Machine machine) {
    String own = machine.connection().endpoint();
    return own.isEmpty() ? ownBroker() : own;
  }

  private LinkSettings topics(Machine machine) {
    return new LinkSettings(
        machine.id(),
        machine.profile().at(machine.connection().signals()),
        brokerOf(machine),
        "",
        Optional.empty(),
        Optional.empty(),
        machine.connection().variables());
  }

  /** Where the broker of machines that name none is. */
  String ownBroker();

  /** Where the machine's connection stands. */
  LinkStatus link(String machine);

  /**
   * The machine's state in the six words, from its newest values; OFFLINE while its link is not
   * online.
   */
  MachineState state(String machine);

  /**
   * Registers a machine and starts its link; fails with {@link Invalid} naming the field, or with
   * {@link Taken}.
   */
  Future<Machine> register(Draft draft, Actor actor);

  /** Changes a machine; absent fields stay as they are. */
  Future<Machine> change(String machine, Draft draft, Actor actor);

  /**
   * Takes a machine out of service because it could not be confirmed safe; returns at once. Its
   * technician brings it back with {@link #change}.
   */
  void quarantine(String machine, String reason);

  /**
   * Stops a machine's bookings and motion for as long as somebody's problem report says so; it
   * comes back as it was.
   *
   * @param note why; empty when nothing stops it any more
   */
  Future<Void> halt(String machine, Optional<String> note);

  /** Which secrets are kept for a machine. */
  KeptSecrets secrets(String machine);

  /**
   * What a link would be given, for trying it out: of a registered machine with what the draft says
   * in its stead, or of the draft alone. Fails with {@link Invalid} naming the field. It carries
   * the password, so it goes to a link's room and nowhere else.
   *
   * @param machine empty for one that is not registered
   */
  Future<LinkSettings> settings(Optional<String> machine, Draft draft);

  /**
   * A login in a machine's registration, user and password with a colon between; {@code machine} is
   * the machine's own. Never to be shown.
   */
  default Optional<String> login(String machine, String name) {
    return Optional.empty();
  }

  /** Ends a machine's link at once and connects it anew, under what is trusted now. */
  Future<Void> reconnect(String machine);

  /** Takes a machine out of the registry; its history stays. */
  Future<Void> retire(String machine, Actor actor);

  /**
   * What a technician writes to register or change a machine; absent fields are empty.
   *
   * @param password write-only
   * @param profileVersion the version the machine is pinned to; left out, a new machine takes the
   *     newest and a known one stays at its own
   * @param published false keeps a new machine a draft; true publishes it
   * @param userKey PEM of a certificate and its key to sign in with instead of a password;
   *     write-only
   * @param allowLists numbers and texts by command and argument; lists that are not named stay
   */
  record Draft(
      Optional<String> id,
      Optional<String> name,
      Optional<String> centre,
      Optional<String> profile,
      Optional<Machine.Connection> connection,
      Optional<String> password,
      Optional<MachineRules> rules,
      Optional<Boolean> inService,
      Optional<String> profileVersion,
      Optional<Boolean> published,
      Optional<String> userKey,
      Optional<Map<String, List<Object>>> allowLists) {

    /** Published, or as it was. */
    public Draft(
        Optional<String> id,
        Optional<String> name,
        Optional<String> centre,
        Optional<String> profile,
        Optional<Machine.Connection> connection,
        Optional<String> password,
        Optional<MachineRules> rules,
        Optional<Boolean> inService,
        Optional<String> profileVersion) {
      this(
          id,
          name,
          centre,
          profile,
          connection,
          password,
          rules,
          inService,
          profileVersion,
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }
  }

  /**
   * Which secrets are kept; what they are never leaves the registry but to a link.
   *
   * @param userKey whether a certificate and key to sign in with are kept
   */
  record KeptSecrets(boolean password, boolean userKey) {}

  /** The physical machine is registered already: two machines would command it. */
  final class Taken extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String machine;
    private final String centre;

    public Taken(String machine, String centre) {
      super("it is machine " + machine + " of centre " + centre + " already");
      this.machine = machine;
      this.centre = centre;
    }

    public String machine() {
      return machine;
    }

    public String centre() {
      return centre;
    }
  }

  /** A draft that cannot be taken. */
  final class Invalid extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final LinkedHashMap<String, String> reasons;

    public Invalid(String field, String reason) {
      this(Map.of(field, reason));
    }

    /** At least one field with what is wrong with it. */
    public Invalid(Map<String, String> reasons) {
      super(String.join("; ", reasons.values()));
      this.reasons = new LinkedHashMap<>(reasons);
    }

    /** The first field that was wrong, e.g. {@code connection.endpoint}. */
    public String field() {
      return reasons.keySet().iterator().next();
    }

    /** Every field that was wrong, and why. */
    public Map<String, String> reasons() {
      return Collections.unmodifiableMap(reasons);
    }
  }
}
