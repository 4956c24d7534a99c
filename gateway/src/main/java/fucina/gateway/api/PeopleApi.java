package fucina.gateway.api;

import fucina.gateway.access.Directory;
import fucina.gateway.access.Directory.Entry;
import fucina.gateway.access.Organisation;
import fucina.gateway.access.People;
import fucina.gateway.access.Person;
import fucina.gateway.registry.Centre;
import fucina.gateway.registry.Registry;
import fucina.scheduler.Actor.Capacity;
import fucina.scheduler.Refusal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Who may sign in, and for whom. Administrators keep everybody; coordinators keep the staff of
 * their centre and let firms and their people in.
 */
final class PeopleApi implements Resource {
  private final Directory directory;
  private final Registry registry;

  PeopleApi(Directory directory, Registry registry) {
    this.directory = directory;
    this.registry = registry;
  }

  @Override
  public Map<String, Door.Work> works() {
    return Map.of(
        "listOrganisations", this::organisations,
        "addOrganisation", this::addOrganisation,
        "getOrganisation", this::organisation,
        "listPeople", this::people,
        "addPerson", this::add,
        "getPerson", call -> known(call, entry -> Future.succeededFuture(Answer.ok(shape(entry)))),
        "changePerson", this::change,
        "resetPassword", this::resetPassword);
  }

  private Future<Answer> organisations(Call call) {
    return directory
        .organisations()
        .map(all -> Page.cut(all, call, Organisation::id, Shapes::named));
  }

  private Future<Answer> organisation(Call call) {
    String id = call.path("organisation");
    return directory
        .organisations()
        .map(
            all ->
                all.stream()
                    .filter(organisation -> organisation.id().equals(id))
                    .findFirst()
                    .<Answer>map(organisation -> Answer.ok(Shapes.named(organisation)))
                    .orElseGet(() -> Problem.notFound("organisation " + id)));
  }

  private Future<Answer> addOrganisation(Call call) {
    JsonObject body = call.body();
    Organisation organisation = new Organisation(body.getString("id"), body.getString("name"));
    if (centre(organisation.id()).isPresent() || organisation.id().equals(People.NETWORK)) {
      return problem(Problem.unprocessable("id", "is a centre's or the network's; choose another"));
    }
    return directory
        .add(organisation, call.actor())
        .map(
            added ->
                added
                    ? Answer.created(
                        "/organisations/" + organisation.id(), Shapes.named(organisation))
                    : taken("id", organisation.id(), "an organisation has this id already"));
  }

  private Future<Answer> people(Call call) {
    return directory
        .people(call.text("organisation"))
        .map(
            all ->
                Page.cut(
                    all.stream().filter(entry -> sees(call, entry.person())).toList(),
                    call,
                    entry -> entry.person().id(),
                    PeopleApi::shape));
  }

  private Future<Answer> add(Call call) {
    JsonObject body = call.body();
    Capacity role = Capacity.valueOf(body.getString("role").toUpperCase(Locale.ROOT));
    Optional<String> organisation = Optional.ofNullable(body.getString("organisation"));
    Optional<String> centre = Optional.ofNullable(body.getString("centre"));
    Optional<Problem> wrong = wrong(call, role, organisation, centre);
    if (wrong.isPresent()) {
      return problem(wrong.get());
    }
    String home = centre.or(() -> organisation).orElse(People.NETWORK);
    return exists(call, home)
        .compose(
            there ->
                there
                    ? admit(call, role, home, centre)
                    : problem(
                        Problem.unprocessable(
                            "organisation",
                            "there is none of the id "
                                + home
                                + "; add it with POST /api/v1/organisations")));
  }

  /** Whether the organisation is there; a centre's comes with the centre. */
  private Future<Boolean> exists(Call call, String home) {
    Optional<Centre> centre = centre(home);
    return centre.isPresent()
        ? directory.add(new Organisation(home, centre.get().name()), call.actor()).map(true)
        : directory.organisations().map(all -> all.stream().anyMatch(o -> o.id().equals(home)));
  }

  private Future<Answer> admit(Call call, Capacity role, String home, Optional<String> centre) {
    JsonObject body = call.body();
    String email = body.getString("email").strip();
    return directory
        .admit(email, body.getString("name").strip(), home, role, centre, call.actor())
        .map(
            admitted ->
                admitted
                    .<Answer>map(
                        in ->
                            Answer.created(
                                "/people/" + in.entry().person().id(),
                                shape(in.entry()).put("password", in.password())))
                    .orElseGet(() -> taken("email", email, "somebody signs in with it already")));
  }

  private Optional<Problem> wrong(
      Call call, Capacity role, Optional<String> organisation, Optional<String> centre) {
    boolean staff = role == Capacity.TECHNICIAN || role == Capacity.COORDINATOR;
    boolean firm = role == Capacity.MEMBER || role == Capacity.WATCHER;
    if (staff && centre.isEmpty()) {
      return Optional.of(Problem.unprocessable("centre", "names the centre they work for"));
    }
    if (firm && organisation.isEmpty()) {
      return Optional.of(Problem.unprocessable("organisation", "names the firm they belong to"));
    }
    if (!firm && organisation.isPresent()) {
      return Optional.of(
          Problem.unprocessable("organisation", "is for members and watchers; leave it out"));
    }
    if (!staff && centre.isPresent()) {
      return Optional.of(
          Problem.unprocessable("centre", "is for technicians and coordinators; leave it out"));
    }
    if (centre.isPresent() && centre(centre.get()).isEmpty()) {
      return Optional.of(
          Problem.unprocessable("centre", "there is none of the id " + centre.get()));
    }
    if (firm
        && organisation
            .filter(id -> centre(id).isPresent() || id.equals(People.NETWORK))
            .isPresent()) {
      return Optional.of(
          Problem.unprocessable("organisation", "is a centre or the network, and no firm"));
    }
    if (coordinates(call)
        && (role == Capacity.ADMINISTRATOR || !centre.equals(own(call)) && centre.isPresent())) {
      return Optional.of(
          Problem.forbidden(
              "A coordinator lets in firms' people, and technicians and coordinators of the own"
                  + " centre."));
    }
    return Optional.empty();
  }

  private Future<Answer> change(Call call) {
    Optional<String> name = Optional.ofNullable(call.body().getString("name"));
    Optional<Boolean> locked = Optional.ofNullable(call.body().getBoolean("locked"));
    return kept(
        call,
        entry -> {
          String id = entry.person().id();
          if (locked.orElse(false) && id.equals(call.person().id())) {
            return problem(refused("self", "somebody else", id, "You cannot lock yourself out."));
          }
          Future<Void> renamed =
              name.map(text -> directory.rename(id, text.strip(), call.actor()))
                  .orElseGet(Future::succeededFuture);
          return renamed
              .compose(
                  done ->
                      locked
                          .map(lock -> directory.lock(id, lock, call.actor()))
                          .orElseGet(() -> Future.succeededFuture(true)))
              .compose(
                  done ->
                      done
                          ? directory.entry(id).map(now -> Answer.ok(shape(now.orElse(entry))))
                          : problem(
                              refused(
                                  "last-administrator",
                                  "one administrator at least",
                                  id,
                                  "This is the last administrator; add another one first.")));
        });
  }

  private Future<Answer> resetPassword(Call call) {
    return kept(
        call,
        entry ->
            directory
                .freshPassword(entry.person().id(), call.actor())
                .map(password -> Answer.ok(new JsonObject().put("password", password))));
  }

  /** Does something with somebody whom the caller may see. */
  private Future<Answer> known(Call call, Function<Entry, Future<Answer>> work) {
    String id = call.path("person");
    return directory
        .entry(id)
        .compose(
            found ->
                found
                    .filter(entry -> sees(call, entry.person()))
                    .map(work)
                    .orElseGet(() -> problem(Problem.notFound("person " + id))));
  }

  /** Does something with somebody whom the caller keeps. */
  private Future<Answer> kept(Call call, Function<Entry, Future<Answer>> work) {
    return known(
        call,
        entry ->
            !coordinates(call) || entry.person().centre().equals(own(call))
                ? work.apply(entry)
                : problem(
                    Problem.forbidden(
                        "A coordinator changes people of the own centre; ask an administrator.")));
  }

  private static boolean sees(Call call, Person person) {
    return !coordinates(call)
        || person.centre().equals(own(call))
        || person.capacity() == Capacity.MEMBER
        || person.capacity() == Capacity.WATCHER;
  }

  private static boolean coordinates(Call call) {
    return call.person().capacity() == Capacity.COORDINATOR;
  }

  private static Optional<String> own(Call call) {
    return call.person().centre();
  }

  private Optional<Centre> centre(String id) {
    return registry.centres().stream().filter(centre -> centre.id().equals(id)).findFirst();
  }

  private static Future<Answer> problem(Problem problem) {
    return Future.succeededFuture(problem);
  }

  private static Problem taken(String field, String actual, String detail) {
    return refused("taken", "a free " + field, actual, actual + ": " + detail + ".");
  }

  private static Problem refused(String rule, String limit, String actual, String detail) {
    return Problem.refused(List.of(new Refusal(rule, limit, actual, detail)));
  }

  private static JsonObject shape(Entry entry) {
    Person person = entry.person();
    return new JsonObject()
        .put("id", person.id())
        .put("email", person.email())
        .put("name", person.name())
        .put("role", Shapes.word(person.capacity()))
        .put("organisation", Shapes.named(person.organisation()))
        .put("centre", person.centre().orElse(null))
        .put("since", Shapes.instant(entry.since()))
        .put("locked", entry.locked());
  }
}
