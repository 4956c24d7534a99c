package fucina.gateway.registry;

import fucina.gateway.link.Cells;
import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.LinkState;
import fucina.gateway.link.LinkStatus;
import fucina.gateway.link.Links;
import fucina.gateway.registry.MachineTable.Kept;
import fucina.gateway.telemetry.LiveHub;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Catalogue;
import fucina.profiles.MachineState;
import fucina.profiles.Profile;
import fucina.scheduler.Actor;
import fucina.scheduler.MachineRules;
import fucina.scheduler.Scheduler;
import fucina.scheduler.postgres.Database;
import fucina.scheduler.postgres.WriteQueue;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry in PostgreSQL, held in memory; it starts each machine's link and tells the
 * scheduler.
 */
public final class PostgresRegistry implements Registry {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresRegistry.class);

  private final Vertx vertx;
  private final MachineTable table;
  private final ProfileShelf profiles;
  private final WriteQueue writes;
  private final Parts parts;
  private final Drafts drafts;
  private final MachineLinks links;
  private final Enrolment enrolment;
  private final MachineShelf machines = new MachineShelf();
  private volatile List<Centre> centres = List.of();
  private volatile Consumer<String> retired = machine -> {};

  /**
   * What the registry works with.
   *
   * @param catalogue the profiles packaged and of the extra folder
   * @param broker where MQTT machines are that name no broker of their own
   * @param usualRules rules of a machine whose draft gives none
   */
  public record Parts(
      Scheduler scheduler,
      Links links,
      LiveHub hub,
      Catalogue catalogue,
      Secrets secrets,
      Cells cells,
      MachineBroker broker,
      MachineRules usualRules) {}

  public PostgresRegistry(Vertx vertx, Database database, Parts parts, InstantSource clock) {
    this.vertx = vertx;
    this.table = new MachineTable(database, clock);
    this.writes = new WriteQueue(vertx);
    this.parts = parts;
    this.links = new MachineLinks(vertx, parts);
    this.enrolment = new Enrolment(table, machines, links, parts.scheduler());
    this.drafts = new Drafts(parts.cells(), parts.usualRules());
    this.profiles = new ProfileShelf(new ProfileTable(database, clock), parts.catalogue());
  }

  /** Reads all from the database and starts every machine's link. */
  public Future<Void> start() {
    return profiles
        .start()
        .compose(started -> table.centres())
        .map(
            known -> {
              centres = known;
              return known;
            })
        .compose(known -> table.machines(profiles::pinned, parts.usualRules()))
        .compose(
            kept -> {
              kept.forEach(one -> machines.put(one));
              kept.forEach(one -> links.settle(one.machine().id(), one));
              return Future.all(kept.stream().map(one -> table.pin(one.machine())).toList())
                  .compose(pinned -> Future.all(kept.stream().map(enrolment::connect).toList()))
                  .mapEmpty();
            });
  }

  /**
   * Tells of machines from now on.
   *
   * @param registered told a machine's id when its link was started or changed
   * @param retired told a machine's id when it is gone
   */
  public void onRegistered(Consumer<String> registered, Consumer<String> retired) {
    links.onRegistered(registered);
    this.retired = retired;
  }

  /** Adds a centre, or renames one. */
  public Future<Void> centre(Centre centre) {
    return table
        .centre(centre)
        .compose(done -> table.centres())
        .onSuccess(known -> centres = known)
        .mapEmpty();
  }

  @Override
  public List<Centre> centres() {
    return centres;
  }

  @Override
  public List<Profile> profiles() {
    return profiles.newest();
  }

  @Override
  public Optional<Profile> profile(String id) {
    return profiles.profile(id);
  }

  @Override
  public Optional<Profile> profile(String id, String version) {
    return profiles.profile(id, version);
  }

  @Override
  public List<Profile> profileVersions(String id) {
    return profiles.versions(id);
  }

  @Override
  public Future<ProfileAdded> addProfile(String text, Actor actor) {
    return profiles.add(text, actor);
  }

  @Override
  public List<Machine> machines() {
    return machines.all();
  }

  @Override
  public String ownBroker() {
    return parts.broker().url();
  }

  @Override
  public Optional<Machine> machine(String id) {
    return machines.machine(id);
  }

  @Override
  public Future<Void> halt(String id, Optional<String> note) {
    machines.halt(id, note);
    return machine(id)
        .filter(Machine::published)
        .map(machine -> parts.scheduler().machine(machine.bookable()))
        .orElseGet(Future::succeededFuture);
  }

  @Override
  public KeptSecrets secrets(String id) {
    Optional<Kept> kept = Optional.ofNullable(machines.get(id));
    return new KeptSecrets(
        kept.flatMap(Kept::password).isPresent(), kept.flatMap(Kept::userKey).isPresent());
  }

  @Override
  public Future<LinkSettings> settings(Optional<String> id, Draft draft) {
    return vertx.executeBlocking(
        () -> {
          Optional<Kept> kept = id.map(machines::get);
          if (id.isPresent() && kept.isEmpty()) {
            throw new Invalid("machine", "there is no machine " + id.get());
          }
          Kept tried =
              links.kept(drafts.tried(draft, kept.map(Kept::machine), profiles), draft, kept);
          boolean whole = id.isPresent() || draft.profile().isPresent();
          return whole ? links.settled(tried) : links.settings(tried);
        },
        false);
  }

  @Override
  public LinkStatus link(String machine) {
    return parts.links().status(machine);
  }

  @Override
  public MachineState state(String machine) {
    if (parts.links().status(machine).state() != LinkState.ONLINE) {
      return MachineState.OFFLINE;
    }
    return machine(machine)
        .flatMap(known -> known.profile().states())
        .map(rule -> rule.state(signal -> parts.hub().latest(machine, signal).map(Reading::value)))
        .orElse(MachineState.READY);
  }

  @Override
  public Future<Machine> register(Draft draft, Actor actor) {
    return vertx
        .executeBlocking(
            () ->
                links.whole(
                    links.kept(drafts.machine(draft, profiles, centres), draft, Optional.empty())))
        .compose(
            kept ->
                machines.containsKey(kept.machine().id())
                    ? Future.failedFuture(
                        new Invalid("id", "there is a machine " + kept.machine().id() + " already"))
                    : enrolment.keep(kept, actor, "machine.registered"));
  }

  @Override
  public Future<Machine> change(String id, Draft draft, Actor actor) {
    Kept before = machines.get(id);
    if (before == null) {
      return Future.failedFuture(new Invalid("id", "there is no machine " + id));
    }
    return vertx
        .executeBlocking(
            () ->
                links.whole(
                    links.kept(
                        drafts.changed(before.machine(), draft, profiles),
                        draft,
                        Optional.of(before))))
        .compose(kept -> enrolment.keep(kept, actor, "machine.changed"));
  }

  @Override
  public Optional<String> login(String machine, String name) {
    return Optional.ofNullable(machines.get(machine)).flatMap(kept -> links.login(kept, name));
  }

  @Override
  public void quarantine(String id, String reason) {
    Kept kept = machines.get(id);
    if (kept == null) {
      return;
    }
    Machine out = kept.machine().outOfService(reason);
    Kept quarantined = new Kept(out, kept.password(), kept.userKey());
    machines.put(quarantined);
    LOG.warn("{} is out of service: {} Its technician is called.", id, reason);
    writes.add(
        "the quarantine of " + id,
        () ->
            table
                .machine(quarantined, out.allowLists(), Actor.GATEWAY, "machine.quarantined")
                .compose(done -> parts.scheduler().machine(out.bookable())));
  }

  @Override
  public Future<Void> retire(String id, Actor actor) {
    Kept kept = machines.get(id);
    if (kept == null) {
      return Future.failedFuture(new Invalid("id", "there is no machine " + id));
    }
    return table
        .retire(kept.machine(), actor)
        .compose(done -> parts.scheduler().remove(id))
        .compose(
            done ->
                vertx.executeBlocking(
                    () -> {
                      machines.remove(id);
                      links.settle(id, null);
                      parts.links().stop(id);
                      retired.accept(id);
                      return done;
                    }));
  }

  @Override
  public Future<Void> reconnect(String id) {
    return Optional.ofNullable(machines.get(id))
        .filter(kept -> kept.machine().published())
        .map(links::start)
        .orElseGet(Future::succeededFuture);
  }
}
