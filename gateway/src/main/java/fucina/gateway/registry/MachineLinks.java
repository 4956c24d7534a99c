package fucina.gateway.registry;

import fucina.gateway.link.CommandPoints;
import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.UserKey;
import fucina.gateway.registry.Machine.Connection;
import fucina.gateway.registry.MachineTable.Kept;
import fucina.gateway.registry.Registry.Draft;
import fucina.gateway.registry.Registry.Invalid;
import fucina.profiles.Protocol;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Machines' links, started with their secrets, which are encrypted everywhere else. */
final class MachineLinks {
  private static final Logger LOG = LoggerFactory.getLogger(MachineLinks.class);

  private final Vertx vertx;
  private final TakenPoints taken = new TakenPoints();
  private final PostgresRegistry.Parts parts;
  private volatile Consumer<String> registered = machine -> {};

  MachineLinks(Vertx vertx, PostgresRegistry.Parts parts) {
    this.vertx = vertx;
    this.parts = parts;
  }

  void onRegistered(Consumer<String> listener) {
    registered = listener;
  }

  /**
   * Starts a machine's link, or starts it anew; one that cannot be set up is shown so, and keeps no
   * other from starting.
   */
  Future<Void> start(Kept kept) {
    return vertx.executeBlocking(
        () -> {
          String id = kept.machine().id();
          try {
            parts.links().start(settings(kept));
          } catch (RuntimeException e) {
            parts.links().cannotStart(id, e);
          }
          registered.accept(id);
          return null;
        },
        false);
  }

  /**
   * The machine with its secrets encrypted.
   *
   * @param before whose secrets stay where the draft has none
   * @throws Invalid where the key to sign in with is none
   */
  Kept kept(Machine machine, Draft draft, Optional<Kept> before) {
    return new Kept(
        machine,
        draft.password().map(parts.secrets()::encrypt).or(() -> before.flatMap(Kept::password)),
        userKey(draft).map(parts.secrets()::encrypt).or(() -> before.flatMap(Kept::userKey)));
  }

  /**
   * The settings of a machine's link, which can be set up with them.
   *
   * @throws Invalid where it cannot
   */
  LinkSettings settled(Kept kept) {
    LinkSettings settings = settings(kept);
    try {
      settings.requireWhole();
    } catch (IllegalArgumentException e) {
      throw new Invalid("connection", String.valueOf(e.getMessage()));
    }
    return settings;
  }

  LinkSettings settings(Kept kept) {
    Machine machine = kept.machine();
    Connection connection = machine.connection();
    boolean ownBroker =
        machine.profile().protocol() != Protocol.OPC_UA && connection.endpoint().isEmpty();
    MachineBroker broker = parts.broker();
    return new LinkSettings(
        machine.id(),
        machine.profile().at(connection.signals()).filled(connection.variables()),
        ownBroker ? broker.url() : connection.endpoint(),
        connection.security(),
        ownBroker ? broker.username() : connection.username(),
        ownBroker ? broker.password() : kept.password().map(parts.secrets()::decrypt),
        connection.variables(),
        kept.userKey().map(parts.secrets()::decrypt).map(UserKey::ofPem),
        connection.insecure(),
        ownBroker ? broker.terms() : connection.mqtt());
  }

  /** {@code name:password} for what a profile asks a login of; only the machine's own is known. */
  Optional<String> login(Kept kept, String name) {
    return kept.password()
        .filter(password -> name.equals("machine"))
        .map(parts.secrets()::decrypt)
        .map(password -> kept.machine().connection().username().orElse("") + ":" + password);
  }

  /**
   * Takes the places where a machine is commanded, before it is written.
   *
   * @return the other machine that is commanded there already
   */
  Optional<String> take(Kept kept) {
    return taken.take(kept.machine().id(), points(kept));
  }

  /** What a machine has now is what stands written; nothing where it is not registered. */
  void settle(String machine, @Nullable Kept written) {
    taken.leave(machine, written == null ? Set.of() : points(written));
  }

  private Set<String> points(Kept kept) {
    if (!kept.machine().published() || kept.machine().profile().commands().isEmpty()) {
      return Set.of();
    }
    try {
      return CommandPoints.of(settings(kept));
    } catch (RuntimeException e) {
      LOG.warn("nobody can say where {} is commanded", kept.machine().id(), e);
      return Set.of(); // its link cannot be set up either, so nothing commands it
    }
  }

  /** Whether nothing that concerns the link has changed, so that it may stay up. */
  static boolean same(@Nullable Kept before, Kept now) {
    return before != null
        && before.machine().published()
        && before.machine().connection().equals(now.machine().connection())
        && before.machine().profile().equals(now.machine().profile())
        && before.password().map(Arrays::hashCode).equals(now.password().map(Arrays::hashCode))
        && before.userKey().map(Arrays::hashCode).equals(now.userKey().map(Arrays::hashCode));
  }

  private static Optional<String> userKey(Draft draft) {
    draft
        .userKey()
        .ifPresent(
            pem -> {
              try {
                UserKey.ofPem(pem);
              } catch (IllegalArgumentException e) {
                throw new Invalid("connection.userKey", String.valueOf(e.getMessage()));
              }
            });
    return draft.userKey();
  }

  /** Nothing is kept whose link cannot be set up. */
  Kept whole(Kept kept) {
    settled(kept);
    return kept;
  }
}
