package fucina.gateway.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One-minute tickets for the live socket, each good for one connection. In memory: a ticket is
 * redeemed where it was made, and a restart voids them all.
 */
public final class Tickets {
  /** How long a ticket waits to be used. */
  public static final Duration LENGTH = Duration.ofMinutes(1);

  private static final int HELD_AT_MOST = 10_000;

  private final InstantSource clock;
  private final Map<String, Ticket> waiting = new ConcurrentHashMap<>();

  public Tickets(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * A ticket.
   *
   * @param secret what the client shows
   * @param who for whom it stands
   */
  public record Ticket(String secret, SignedIn who, Instant expiresAt) {}

  /** Makes a ticket; empty while too many wait. */
  public Optional<Ticket> issue(SignedIn who) {
    Instant now = clock.instant();
    waiting.values().removeIf(ticket -> !now.isBefore(ticket.expiresAt()));
    if (waiting.size() >= HELD_AT_MOST) {
      return Optional.empty();
    }
    Ticket ticket = new Ticket(Secret.fresh(Secret.TICKET), who, now.plus(LENGTH));
    waiting.put(ticket.secret(), ticket);
    return Optional.of(ticket);
  }

  /** Uses a ticket up. */
  public Optional<SignedIn> redeem(String secret) {
    @Nullable Ticket ticket = waiting.remove(secret);
    return ticket != null && clock.instant().isBefore(ticket.expiresAt())
        ? Optional.of(ticket.who())
        : Optional.empty();
  }
}
