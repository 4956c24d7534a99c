package fucina.gateway.link.opcua;

import fucina.gateway.link.LinkFault;
import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.NodeBrowser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.stack.core.UaException;

/**
 * Keeps the connections of people who look around, one each for a person and a server, and closes
 * them when they have been idle for two minutes.
 */
final class OpcUaBrowser implements NodeBrowser, AutoCloseable {
  private static final Duration IDLE = Duration.ofMinutes(2);
  private static final Duration WALK = Duration.ofSeconds(10);
  private static final int EACH = 3;
  private static final int IN_ALL = 32;

  private final OpcUaConnector connector;
  private final Map<Key, BrowseSession> sessions = new HashMap<>();
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "opcua browse sweeper");
            thread.setDaemon(true);
            return thread;
          });

  OpcUaBrowser(OpcUaConnector connector) {
    this.connector = connector;
    sweeper.scheduleWithFixedDelay(this::sweep, 10, 10, TimeUnit.SECONDS);
  }

  /** A person and a server, as which user; a password is told apart, not kept. */
  private record Key(
      String owner, String endpoint, String security, Optional<String> username, int secret) {
    static Key of(String owner, LinkSettings settings) {
      return new Key(
          owner,
          settings.endpoint(),
          settings.security(),
          settings.username(),
          31 * settings.password().hashCode() + settings.userKey().hashCode());
    }
  }

  /** What is asked on a connection. */
  private interface Question<T> {
    T ask(BrowseSession session) throws UaException, Unfound, InterruptedException;
  }

  @Override
  public Level browse(String owner, LinkSettings settings, Query query)
      throws LinkFault, Unfound, InterruptedException {
    // A page goes on only on the connection it began on.
    boolean again = query.after().isEmpty();
    return ask(owner, settings, again, session -> session.browse(query));
  }

  @Override
  public Walk walk(String owner, LinkSettings settings, Optional<String> node, int atMost)
      throws LinkFault, Unfound, InterruptedException {
    return ask(owner, settings, true, session -> session.walk(node, atMost, WALK));
  }

  private <T> T ask(String owner, LinkSettings settings, boolean again, Question<T> question)
      throws LinkFault, Unfound, InterruptedException {
    Key key = Key.of(owner, settings);
    Optional<BrowseSession> kept = kept(key);
    if (kept.isEmpty() && !again) {
      throw new Unfound("after", "is no page known here, or no longer; begin again without it");
    }
    BrowseSession session = kept.isPresent() ? kept.get() : open(key, settings);
    try {
      return question.ask(session);
    } catch (UaException e) {
      forget(key, session);
      if (kept.isPresent() && again) {
        // The connection broke while it lay idle.
        return ask(owner, settings, true, question);
      }
      throw OpcUaFaults.fault(e, settings.endpoint(), connector.own().certificate());
    }
  }

  private synchronized Optional<BrowseSession> kept(Key key) {
    return Optional.ofNullable(sessions.get(key));
  }

  private BrowseSession open(Key key, LinkSettings settings)
      throws LinkFault, InterruptedException {
    BrowseSession fresh = new BrowseSession(connector.open(settings, 1));
    List<BrowseSession> surplus = new ArrayList<>();
    synchronized (this) {
      BrowseSession other = sessions.put(key, fresh);
      if (other != null) {
        surplus.add(other);
      }
      surplus.addAll(surplus(key));
    }
    surplus.forEach(BrowseSession::close);
    return fresh;
  }

  /** The longest idle connections of a person who has too many, or of all. */
  private List<BrowseSession> surplus(Key fresh) {
    List<BrowseSession> gone = new ArrayList<>();
    List<Key> own =
        sessions.keySet().stream().filter(key -> key.owner().equals(fresh.owner())).toList();
    if (own.size() > EACH) {
      oldest(own, fresh).ifPresent(key -> gone.add(sessions.remove(key)));
    }
    if (sessions.size() > IN_ALL) {
      oldest(List.copyOf(sessions.keySet()), fresh)
          .ifPresent(key -> gone.add(sessions.remove(key)));
    }
    return gone;
  }

  private Optional<Key> oldest(List<Key> keys, Key but) {
    return keys.stream()
        .filter(key -> !key.equals(but))
        .min(
            Comparator.comparingLong(
                key -> java.util.Objects.requireNonNull(sessions.get(key)).lastUsed()));
  }

  private void forget(Key key, BrowseSession session) {
    synchronized (this) {
      sessions.remove(key, session);
    }
    session.close();
  }

  private void sweep() {
    List<BrowseSession> idle = new ArrayList<>();
    synchronized (this) {
      sessions
          .values()
          .removeIf(
              session -> {
                boolean old = session.idleFor(IDLE);
                if (old) {
                  idle.add(session);
                }
                return old;
              });
    }
    idle.forEach(BrowseSession::close);
  }

  /** How many connections are open. */
  synchronized int open() {
    return sessions.size();
  }

  @Override
  public void close() {
    sweeper.shutdownNow();
    List<BrowseSession> all;
    synchronized (this) {
      all = List.copyOf(sessions.values());
      sessions.clear();
    }
    all.parallelStream().forEach(BrowseSession::close);
  }
}
