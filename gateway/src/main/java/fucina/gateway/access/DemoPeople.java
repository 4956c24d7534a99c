package fucina.gateway.access;

import fucina.scheduler.Actor;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lets a given set of organisations and people in, as often as it is asked. */
public final class DemoPeople {
  private final List<Organisation> organisations;
  private final List<NewPerson> people;

  public DemoPeople(List<Organisation> organisations, List<NewPerson> people) {
    this.organisations = List.copyOf(organisations);
    this.people = List.copyOf(people);
  }

  /**
   * Adds whoever is missing; who is there already stays as they are. A password that several have,
   * as everybody knows it, is hashed once.
   */
  public Future<Void> letIn(People to) {
    Map<String, Future<String>> hashes = new HashMap<>();
    Future<Void> done = to.add(organisations);
    for (NewPerson person : people) {
      done =
          done.compose(before -> to.byEmail(person.email()))
              .compose(
                  there ->
                      there.isPresent()
                          ? Future.succeededFuture(false)
                          : hashes
                              .computeIfAbsent(person.password(), to.passwords()::hash)
                              .compose(hash -> to.add(person, hash, Actor.GATEWAY)))
              .mapEmpty();
    }
    return done;
  }
}
