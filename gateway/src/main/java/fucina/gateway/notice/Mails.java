package fucina.gateway.notice;

import fucina.gateway.access.People;
import fucina.gateway.access.Person;
import fucina.gateway.access.Preferences;
import fucina.gateway.access.Preferences.Preferred;
import fucina.gateway.calendar.CalendarEntry;
import fucina.gateway.calendar.CalendarFile;
import fucina.gateway.notice.Envelope.Invitation;
import fucina.gateway.notice.Happening.Held;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.URI;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Tells people by mail, with the window for their calendar. */
final class Mails implements Way, AutoCloseable {
  /** Connections to the mail server at the same time. */
  static final int AT_ONCE = 4;

  /** As the table of deliveries names it. */
  static final String NAME = "MAIL";

  private final People people;
  private final Preferences preferences;
  private final Letters letters;
  private final Postman postman;
  private final WorkerExecutor workers;
  private final CalendarFile calendar = new CalendarFile();

  Mails(Vertx vertx, People people, Letters letters, Postman postman) {
    this.people = people;
    this.preferences = new Preferences(people);
    this.letters = letters;
    this.postman = postman;
    this.workers = vertx.createSharedWorkerExecutor("mail", AT_ONCE);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Future<Outcome> tell(String id, String recipient, Happening happening) {
    return people
        .byId(recipient)
        .compose(person -> preferences.of(recipient).map(wishes -> new Reader(person, wishes)))
        .compose(
            reader ->
                reader.reached()
                    ? workers.executeBlocking(() -> send(id, reader, happening), false)
                    : Future.succeededFuture(
                        new Outcome.Never("they may not sign in, or want no mail, any more")));
  }

  private record Reader(Optional<Person> person, Optional<Preferred> wishes) {
    boolean reached() {
      return person.isPresent() && wishes.filter(Preferred::mail).isPresent();
    }
  }

  private Outcome send(String id, Reader reader, Happening happening) {
    Person person = reader.person().orElseThrow();
    try {
      return postman.send(
          Envelope.of(
              postman.session(),
              id,
              postman.settings().from(),
              new InternetAddress(person.email(), true),
              happening.at(),
              letters.letter(person, reader.wishes().orElseThrow().language(), happening),
              invitations(person, happening)));
    } catch (AddressException e) {
      return new Outcome.Never(person.email() + " is no address: " + e.getMessage());
    } catch (MessagingException e) {
      throw new IllegalStateException("a mail in memory cannot be written", e);
    }
  }

  /** What the holder's calendar is to do; an offer and what nobody came to change nothing there. */
  private List<Invitation> invitations(Person person, Happening happening) {
    Kind kind = happening.kind().orElseThrow();
    if (!person.id().equals(happening.holder()) || !kind.changesTheCalendar()) {
      return List.of();
    }
    List<Held> held = kind.ends() ? happening.held() : happening.concerned();
    return held.stream()
        .map(each -> entry(each, happening, kind))
        .map(
            entry ->
                new Invitation(
                    CalendarFile.method(entry),
                    calendar.message(
                        entry, postman.settings().from(), person.email(), happening.at())))
        .toList();
  }

  private CalendarEntry entry(Held held, Happening happening, Kind kind) {
    Optional<Place> place = letters.place(held.machine());
    CalendarEntry.Status status =
        happening.waits() ? CalendarEntry.Status.TENTATIVE : CalendarEntry.Status.CONFIRMED;
    return new CalendarEntry(
        held.session() + "@fucina",
        happening.sequence(),
        held.from(),
        held.to(),
        place.<ZoneId>map(Place::zone).orElse(ZoneOffset.UTC),
        letters.name(held.machine()),
        place.map(known -> known.centre() + ", " + known.city()).orElse(""),
        happening.purpose(),
        kind.ends() ? CalendarEntry.Status.CANCELLED : status,
        URI.create(letters.link(held)));
  }

  @Override
  public void close() {
    workers.close();
  }
}
