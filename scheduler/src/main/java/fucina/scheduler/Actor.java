package fucina.scheduler;

import java.util.Optional;

/**
 * Who does something, and in which capacity; every change of state names one.
 *
 * @param person id of the person, or {@code gateway} for the product itself
 * @param organisation id of the organisation the person belongs to; a centre's staff belong to the
 *     centre's
 * @param capacity what the person is there
 * @param centre id of the centre, for its staff
 */
public record Actor(
    String person, String organisation, Capacity capacity, Optional<String> centre) {

  /** The product acting by itself, when a clock or a measured state makes it. */
  public static final Actor GATEWAY =
      new Actor("gateway", "fucina", Capacity.GATEWAY, Optional.empty());

  /** What a person is in an organisation. */
  public enum Capacity {
    /** Of an SME: books and operates. */
    MEMBER,
    /** Of an SME: watches only. */
    WATCHER,
    /** Of a centre: registers machines, consents, stops. */
    TECHNICIAN,
    /** Of a centre: sees utilisation and audit. */
    COORDINATOR,
    /** Of the network: sees and does all that is not another's consent. */
    ADMINISTRATOR,
    /** The product itself. */
    GATEWAY
  }

  public Party party() {
    return new Party(person, organisation);
  }

  /** Whether this is staff: of any centre, or of the network. */
  public boolean staff() {
    return capacity == Capacity.TECHNICIAN
        || capacity == Capacity.COORDINATOR
        || capacity == Capacity.ADMINISTRATOR;
  }

  /** Whether this is staff of that centre, or of the network. */
  public boolean staffOf(String centreId) {
    return capacity == Capacity.ADMINISTRATOR
        || (staff() && centre.filter(centreId::equals).isPresent());
  }

  /** Whether this is a technician of that centre. */
  public boolean technicianOf(String centreId) {
    return capacity == Capacity.TECHNICIAN && centre.filter(centreId::equals).isPresent();
  }
}
