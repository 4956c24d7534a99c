package fucina.scheduler;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * House rules beyond those of one machine: who may hold how much, how soon, and on which days
 * nobody. Those of the network, of the centre and of the machine are all kept; in each of these
 * scopes one for an organisation stands in place of the one for everybody.
 *
 * @param scope which machines
 * @param organisation for whom; empty: for everybody who has none of their own in this scope
 * @param version grows by one with each change in this scope for this organisation; from 1
 * @param terms what it says
 * @param setBy id of the person who set it
 * @param setAt when
 */
public record Policy(
    Scope scope,
    Optional<String> organisation,
    long version,
    Terms terms,
    String setBy,
    Instant setAt) {

  /**
   * Which machines a policy is for.
   *
   * @param kind how far it reaches
   * @param id of the centre or the machine; empty for the network
   */
  public record Scope(Kind kind, String id) {
    public static final Scope NETWORK = new Scope(Kind.NETWORK, "");

    /** How far a policy reaches. */
    public enum Kind {
      NETWORK,
      CENTRE,
      MACHINE
    }

    /** A scope from its {@link #text}; empty where it is none. */
    public static Optional<Scope> of(String text) {
      if (text.equals("network")) {
        return Optional.of(NETWORK);
      }
      for (Kind kind : List.of(Kind.CENTRE, Kind.MACHINE)) {
        String head = word(kind) + ":";
        if (text.startsWith(head) && text.length() > head.length()) {
          return Optional.of(new Scope(kind, text.substring(head.length())));
        }
      }
      return Optional.empty();
    }

    /** {@code network}, {@code centre:} or {@code machine:} with its id. */
    public String text() {
      return kind == Kind.NETWORK ? word(kind) : word(kind) + ":" + id;
    }

    boolean covers(String machine, String centre) {
      return switch (kind) {
        case NETWORK -> true;
        case CENTRE -> id.equals(centre);
        case MACHINE -> id.equals(machine);
      };
    }

    private static String word(Kind kind) {
      return switch (kind) {
        case NETWORK -> "network";
        case CENTRE -> "centre";
        case MACHINE -> "machine";
      };
    }
  }
}
