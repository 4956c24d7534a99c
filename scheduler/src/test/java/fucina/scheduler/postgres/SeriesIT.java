package fucina.scheduler.postgres;

import static fucina.scheduler.postgres.Lab.ANNA;
import static fucina.scheduler.postgres.Lab.BRUNO;
import static fucina.scheduler.postgres.Lab.at;
import static fucina.scheduler.postgres.Lab.await;
import static org.assertj.core.api.Assertions.assertThat;

import fucina.scheduler.Actor;
import fucina.scheduler.Booking;
import fucina.scheduler.Booking.State;
import fucina.scheduler.BookingQuery;
import fucina.scheduler.Decision;
import fucina.scheduler.Decision.Granted;
import fucina.scheduler.MachineFilter;
import fucina.scheduler.Occurrence;
import fucina.scheduler.Policy;
import fucina.scheduler.Quota;
import fucina.scheduler.Refusal;
import fucina.scheduler.Series;
import fucina.scheduler.SeriesDecision;
import fucina.scheduler.SeriesDecision.Done;
import fucina.scheduler.SeriesDecision.Judged;
import fucina.scheduler.SeriesDecision.KeyReused;
import fucina.scheduler.SeriesDecision.NotFound;
import fucina.scheduler.SeriesDecision.Refused;
import fucina.scheduler.SeriesDecision.UnknownMachines;
import fucina.scheduler.SeriesDesk;
import fucina.scheduler.SeriesDesk.Move;
import fucina.scheduler.SeriesQuery;
import fucina.scheduler.SeriesRequest;
import fucina.scheduler.SomeMachines;
import fucina.scheduler.Terms;
import fucina.scheduler.WaitingEntry;
import fucina.scheduler.WaitingList;
import fucina.scheduler.Window;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Windows that come back: an hour every day at the time of {@link Lab#MONDAY_TEN}. */
class SeriesIT {
  private static final int DAY = 24 * 60;

  private static Lab lab;
  private static SeriesDesk desk;

  @BeforeAll
  static void open() {
    lab = new Lab();
    desk = lab.scheduler.series();
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  @BeforeEach
  void clear() {
    lab.cleared();
  }

  @AfterEach
  void whatLiesInTheDatabaseHolds() {
    assertThat(await(Invariants.broken(lab.database))).isEmpty();
  }

  @Test
  void eachOccurrenceIsABookingLikeAnyOther() {
    Done made = (Done) make(daily(3, true, "robot-1", "robot-2"), ANNA);

    assertThat(made.occurrences())
        .extracting(each -> each.booking().orElseThrow().window())
        .containsExactly(day(1), day(2), day(3));
    for (Occurrence each : made.occurrences()) {
      Booking booking = each.booking().orElseThrow();
      assertThat(await(lab.scheduler.find(booking.id()))).contains(booking);
      assertThat(booking.series()).contains(made.series().id());
      assertThat(booking.state()).isEqualTo(State.CONFIRMED);
      assertThat(booking.allocations()).hasSize(2);
    }
    assertThat(await(desk.find(made.series().id()))).contains(made.series());
    assertThat(await(desk.occurrences(made.series().id()))).isEqualTo(made.occurrences());
    assertThat(actions(made.series())).containsExactly("series.made");
  }

  @Test
  void aWholeSeriesIsNotBookedWhereOneOfItIsTaken() {
    Window taken = new Window(day(2).from().plusSeconds(60), day(2).to());
    lab.granted(taken.from(), taken.to(), "robot-1");

    Refused refused = (Refused) make(daily(3, true, "robot-1"), ANNA);

    assertThat(refused.occurrences())
        .extracting(each -> each.refusals().stream().map(Refusal::rule).toList())
        .containsExactly(List.of(), List.of("overlap"), List.of());
    assertThat(refused.occurrences().get(1).alternatives())
        .anyMatch(slot -> slot.machine().equals("robot-2") && slot.window().equals(day(2)));
    assertThat(refused.occurrences()).allMatch(each -> each.booking().isEmpty());
    assertThat(await(lab.scheduler.list(all()))).hasSize(1);
    assertThat(await(desk.list(everybody(10)))).isEmpty();
  }

  @Test
  void whatCanBeHadOfASeriesIsBookedAndTheRestIsReported() {
    lab.granted(day(2).from(), day(2).to(), "robot-1");

    Done made = (Done) make(daily(3, false, "robot-1"), ANNA);

    assertThat(made.occurrences())
        .extracting(each -> each.booking().isPresent())
        .containsExactly(true, false, true);
    assertThat(made.occurrences().get(1).alternatives()).isNotEmpty();
    Occurrence remembered = await(desk.occurrences(made.series().id())).get(1);
    assertThat(remembered.refusals()).isEqualTo(made.occurrences().get(1).refusals());
    assertThat(remembered.at()).isEqualTo(day(2).from());
    assertThat(make(daily(3, false, "robot-1"), ANNA)).isInstanceOf(Refused.class);
    assertThat(await(desk.list(everybody(10)))).containsExactly(made.series());
  }

  @Test
  void aDryRunJudgesAsTheRealOneAndBooksNothing() {
    lab.granted(day(2).from(), day(2).to(), "robot-1");

    Judged judged = (Judged) make(dry(daily(3, false, "robot-1")), ANNA);

    assertThat(judged.occurrences())
        .extracting(each -> each.refusals().isEmpty())
        .containsExactly(true, false, true);
    assertThat(judged.occurrences()).allMatch(each -> each.booking().isEmpty());
    assertThat(await(lab.scheduler.list(all()))).hasSize(1);
    Done made = (Done) make(daily(3, false, "robot-1"), ANNA);
    assertThat(made.occurrences())
        .extracting(Occurrence::refusals)
        .isEqualTo(judged.occurrences().stream().map(Occurrence::refusals).toList());
  }

  @Test
  void theOccurrencesBeforeCountInAQuota() {
    Quota three = new Quota(Optional.of(3), Optional.empty(), Optional.empty(), Optional.empty());
    await(
        lab.scheduler
            .policies()
            .set(
                Policy.Scope.NETWORK,
                Optional.empty(),
                Optional.empty(),
                Terms.NONE.forEach(three),
                Optional.empty(),
                Lab.TECHNICIAN));

    assertThat(make(daily(4, true, "robot-1"), ANNA)).isInstanceOf(Refused.class);
    Done made = (Done) make(daily(5, false, "robot-1"), ANNA);

    assertThat(made.occurrences())
        .extracting(each -> each.booking().isPresent())
        .containsExactly(true, true, true, false, false);
  }

  @Test
  void aHundredOccurrencesAreOneTransaction() {
    Done made = (Done) make(hourly(100, "robot-1"), ANNA);

    assertThat(made.occurrences()).hasSize(100).allMatch(each -> each.booking().isPresent());
    assertThat(((Refused) make(hourly(100, "robot-1"), BRUNO)).occurrences())
        .hasSize(100)
        .allMatch(each -> !each.refusals().isEmpty());
  }

  @Test
  void machinesNobodyKnowsAreNamed() {
    assertThat(make(daily(3, true, "robot-1", "robot-9"), ANNA))
        .isEqualTo(new UnknownMachines(List.of("robot-9")));
    assertThat(await(desk.list(everybody(10)))).isEmpty();
  }

  @RepeatedTest(5)
  void ofEightRivalsWithTheSameSeriesOneHasItWhole() {
    List<Future<SeriesDecision>> rivals =
        IntStream.range(0, 8)
            .mapToObj(
                n ->
                    n % 2 == 0
                        ? desk.make(daily(5, true, "robot-1", "robot-2"), ANNA)
                        : desk.make(daily(5, true, "robot-2", "robot-1"), BRUNO))
            .toList();

    List<SeriesDecision> answers = rivals.stream().map(Lab::await).toList();

    assertThat(answers).filteredOn(Done.class::isInstance).hasSize(1);
    assertThat(answers).filteredOn(Refused.class::isInstance).hasSize(7);
    assertThat(await(lab.scheduler.list(all()))).hasSize(5);
    assertThat(await(desk.list(everybody(10)))).hasSize(1);
  }

  @RepeatedTest(5)
  void aRivalForOneSlotInTheMiddleWinsItOrTheSeriesIsWhole() {
    List<Future<?>> race = new ArrayList<>();
    Future<SeriesDecision> series = desk.make(daily(9, true, "robot-1"), ANNA);
    race.add(series);
    Future<Decision> rival =
        lab.scheduler.book(Lab.request(day(5).from(), day(5).to(), "robot-1"), BRUNO);
    race.add(rival);
    await(Future.all(race));

    boolean whole = series.result() instanceof Done;
    assertThat(rival.result() instanceof Granted).isEqualTo(!whole);
    assertThat(await(lab.scheduler.list(all()))).hasSize(whole ? 9 : 1);
  }

  @Test
  void theSameKeyHasOneEffect() {
    SeriesRequest asked = keyed("k-1", daily(3, true, "robot-1"));
    Done made = (Done) make(asked, ANNA);

    Done again = (Done) make(asked, ANNA);

    assertThat(again.replayed()).isTrue();
    assertThat(again.series()).isEqualTo(made.series());
    assertThat(again.occurrences()).isEqualTo(made.occurrences());
    assertThat(make(keyed("k-1", daily(4, true, "robot-1")), ANNA)).isEqualTo(new KeyReused("k-1"));
    assertThat(await(lab.scheduler.book(Lab.keyed("k-1", at(5), at(6), "robot-2"), ANNA)))
        .isEqualTo(new Decision.KeyReused("k-1"));
    assertThat(await(lab.scheduler.list(all()))).hasSize(3);
  }

  @Test
  void twoRequestsWithTheSameKeyAtTheSameTimeHaveOneEffect() {
    SeriesRequest asked = keyed("k-2", daily(3, true, "robot-1"));
    Future<SeriesDecision> one = desk.make(asked, ANNA);
    Future<SeriesDecision> other = desk.make(asked, ANNA);

    assertThat(((Done) await(one)).series()).isEqualTo(((Done) await(other)).series());
    assertThat(await(lab.scheduler.list(all()))).hasSize(3);
  }

  @Test
  void thisAndTheFollowingAreGivenBack() {
    Done made = (Done) make(daily(4, true, "robot-1"), ANNA);
    String id = made.series().id();

    Done cancelled = (Done) await(desk.cancel(id, Optional.of(day(3).from()), ANNA));

    assertThat(states(cancelled))
        .containsExactly(State.CONFIRMED, State.CONFIRMED, State.CANCELLED, State.CANCELLED);
    Done again = (Done) await(desk.cancel(id, Optional.of(day(3).from()), ANNA));
    assertThat(again.replayed()).isTrue();
    assertThat(actions(made.series())).containsExactly("series.cancelled", "series.made");
    assertThat(lab.book(day(3).from(), day(3).to(), "robot-1")).isInstanceOf(Granted.class);
  }

  @Test
  void allThatHasNotBegunIsGivenBack() {
    Done made = (Done) make(daily(3, true, "robot-1"), ANNA);
    lab.clock.set(day(1).from().plusSeconds(60));

    Done cancelled = (Done) await(desk.cancel(made.series().id(), Optional.empty(), ANNA));

    assertThat(states(cancelled))
        .containsExactly(State.CONFIRMED, State.CANCELLED, State.CANCELLED);
  }

  @Test
  void anotherOrganisationFindsNoSuchSeriesAndTheCentresStaffDo() {
    Done made = (Done) make(daily(2, true, "robot-1"), ANNA);
    String id = made.series().id();

    assertThat(await(desk.cancel(id, Optional.empty(), BRUNO))).isInstanceOf(NotFound.class);
    assertThat(await(desk.cancel(id, Optional.empty(), Lab.FOREIGN_TECHNICIAN)))
        .isInstanceOf(NotFound.class);
    assertThat(move(made, Duration.ofHours(1), true, BRUNO)).isInstanceOf(NotFound.class);
    assertThat(await(desk.cancel("none", Optional.empty(), ANNA))).isInstanceOf(NotFound.class);
    assertThat(await(desk.cancel(id, Optional.empty(), Lab.TECHNICIAN))).isInstanceOf(Done.class);
  }

  @Test
  void allAreMovedAndKeepTheirPlaceInTheRule() {
    Done made = (Done) make(daily(3, true, "robot-1"), ANNA);

    Done moved = (Done) move(made, Duration.ofMinutes(30), true, ANNA);

    assertThat(moved.occurrences()).extracting(Occurrence::at).isEqualTo(starts(made));
    assertThat(moved.occurrences())
        .extracting(each -> each.booking().orElseThrow().window().from())
        .isEqualTo(starts(made).stream().map(from -> from.plusSeconds(1800)).toList());
    assertThat(await(desk.occurrences(made.series().id()))).isEqualTo(moved.occurrences());
    assertThat(actions(made.series())).containsExactly("series.changed", "series.made");
  }

  @Test
  void eachMayTakeThePlaceOfTheNextAndWhatComesFreeIsOfferedAfterwards() {
    Done made = (Done) make(daily(3, true, "robot-1"), ANNA);
    WaitingEntry waits = waits(day(1));

    Done moved = (Done) move(made, Duration.ofDays(1), true, ANNA);

    assertThat(moved.occurrences())
        .extracting(each -> each.booking().orElseThrow().window())
        .containsExactly(day(2), day(3), day(4));
    WaitingEntry offered = await(lab.scheduler.waiting().find(waits.id())).orElseThrow();
    Booking offer = await(lab.scheduler.find(offered.booking().orElseThrow())).orElseThrow();
    assertThat(offer.window()).isEqualTo(day(1));
    assertThat(move(moved, Duration.ofDays(-1), true, ANNA)).isInstanceOf(Refused.class);
  }

  @Test
  void allAreMovedByTheWallClockOverTheChangeToSummerTime() {
    Window first = romeAtTen(LocalDate.of(2027, 3, 15));
    List<Window> weekly =
        IntStream.range(0, 4)
            .mapToObj(week -> romeAtTen(LocalDate.of(2027, 3, 15).plusWeeks(week)))
            .toList();
    assertThat(Duration.between(first.from(), weekly.get(2).from()))
        .isEqualTo(Duration.ofDays(14).minusHours(1));
    Done made = (Done) make(request(weekly, true, "robot-1"), ANNA);
    List<Move> aWeekLater =
        made.occurrences().stream()
            .map(each -> each.booking().orElseThrow())
            .map(
                each ->
                    new Move(
                        each.id(),
                        each.version(),
                        romeAtTen(
                            LocalDate.ofInstant(each.window().from(), SomeMachines.ROME)
                                .plusWeeks(1))))
            .toList();

    Done moved = (Done) await(desk.move(made.series().id(), aWeekLater, true, false, ANNA));

    assertThat(moved.occurrences())
        .extracting(each -> each.booking().orElseThrow().window())
        .containsExactly(
            weekly.get(1), weekly.get(2), weekly.get(3), romeAtTen(LocalDate.of(2027, 4, 12)));
  }

  @Test
  void aMoveIsWholeOrWhatCanBeMovedOrOnlyJudged() {
    Done made = (Done) make(daily(3, true, "robot-1"), ANNA);
    lab.granted(day(2).to(), day(2).to().plusSeconds(600), "robot-1");

    Refused refused = (Refused) move(made, Duration.ofMinutes(5), true, ANNA);

    assertThat(refused.occurrences())
        .extracting(each -> each.refusals().isEmpty())
        .containsExactly(true, false, true);
    assertThat(refused.occurrences().get(1).alternatives()).isNotEmpty();
    assertThat(await(desk.occurrences(made.series().id()))).isEqualTo(made.occurrences());
    assertThat(
            await(
                desk.move(
                    made.series().id(), moves(made, Duration.ofMinutes(5)), true, true, ANNA)))
        .isInstanceOf(Judged.class);
    assertThat(await(desk.occurrences(made.series().id()))).isEqualTo(made.occurrences());

    Done moved = (Done) move(made, Duration.ofMinutes(5), false, ANNA);

    assertThat(moved.occurrences())
        .extracting(each -> each.booking().orElseThrow().window().from())
        .containsExactly(
            day(1).from().plusSeconds(300), day(2).from(), day(3).from().plusSeconds(300));
    assertThat(moved.occurrences().get(1).refusals()).extracting(Refusal::rule).contains("overlap");
  }

  @Test
  void anOccurrenceThatWasChangedMeanwhileIsNotMoved() {
    Done made = (Done) make(daily(2, true, "robot-1"), ANNA);
    Booking first = made.occurrences().get(0).booking().orElseThrow();
    await(
        lab.scheduler.change(
            first.id(),
            1,
            Optional.of(day(1).from().plusSeconds(600)),
            Optional.of(day(1).to().plusSeconds(600)),
            ANNA));

    Refused refused = (Refused) move(made, Duration.ofMinutes(5), true, ANNA);

    assertThat(refused.occurrences().get(0).refusals())
        .extracting(Refusal::rule)
        .containsExactly("version");
    assertThat(await(desk.occurrences(made.series().id())).get(0).at()).isEqualTo(day(1).from());
  }

  @Test
  void whereNothingIsLeftToMoveItIsRefused() {
    Done made = (Done) make(daily(2, true, "robot-1"), ANNA);

    assertThat(await(desk.move(made.series().id(), List.of(), true, false, ANNA)))
        .isEqualTo(new Refused(List.of()));
    assertThat(actions(made.series())).containsExactly("series.made");
  }

  @Test
  void aMovedSeriesWaitsForItsTechnicianAgain() {
    lab.cleared(SomeMachines.approved("robot-1", "made"));
    Done made = (Done) make(daily(2, true, "robot-1"), ANNA);
    assertThat(states(made)).containsOnly(State.PENDING_APPROVAL);
    String first = made.occurrences().get(0).booking().orElseThrow().id();
    await(lab.scheduler.approve(first, Optional.empty(), Lab.TECHNICIAN));
    Done read = new Done(made.series(), await(desk.occurrences(made.series().id())), false);
    assertThat(states(read)).containsExactly(State.CONFIRMED, State.PENDING_APPROVAL);

    assertThat(states((Done) move(read, Duration.ofHours(2), true, ANNA)))
        .containsOnly(State.PENDING_APPROVAL);
  }

  @Test
  void seriesAreListedNewestFirstForTheirOrganisationAndTheCentre() {
    List<Series> made = new ArrayList<>();
    for (int n = 1; n <= 3; n++) {
      lab.clock.set(at(n));
      made.add(0, ((Done) make(daily(n, n + 1, "robot-1"), ANNA)).series());
      await(desk.cancel(made.get(0).id(), Optional.empty(), ANNA));
    }

    assertThat(await(desk.list(everybody(2)))).isEqualTo(made.subList(0, 2));
    assertThat(
            await(
                desk.list(
                    new SeriesQuery(
                        Optional.of("officina-demo"),
                        Optional.of("made"),
                        10,
                        Optional.of(made.get(1).id())))))
        .isEqualTo(made.subList(2, 3));
    assertThat(
            await(
                desk.list(
                    new SeriesQuery(
                        Optional.of("altra-officina"), Optional.empty(), 10, Optional.empty()))))
        .isEmpty();
    assertThat(
            await(
                desk.list(
                    new SeriesQuery(Optional.empty(), Optional.of("cim40"), 10, Optional.empty()))))
        .isEmpty();
  }

  private static SeriesDecision make(SeriesRequest request, Actor actor) {
    return await(desk.make(request, actor));
  }

  private static SeriesDecision move(Done series, Duration by, boolean whole, Actor actor) {
    return await(desk.move(series.series().id(), moves(series, by), whole, false, actor));
  }

  private static List<Move> moves(Done series, Duration by) {
    return series.occurrences().stream()
        .flatMap(each -> each.booking().stream())
        .map(each -> new Move(each.id(), each.version(), shifted(each.window(), by)))
        .toList();
  }

  private static Window shifted(Window window, Duration by) {
    return new Window(window.from().plus(by), window.to().plus(by));
  }

  private static WaitingEntry waits(Window window) {
    var joined =
        await(
            lab.scheduler
                .waiting()
                .join(
                    BRUNO.party(),
                    new MachineFilter(
                        Optional.of("robot-1"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                    Duration.ofHours(1),
                    window,
                    "waits",
                    BRUNO));
    return ((WaitingList.Joined.Waits) joined).entry();
  }

  private static Window romeAtTen(LocalDate day) {
    Instant from = day.atTime(10, 0).atZone(SomeMachines.ROME).toInstant();
    return new Window(from, from.plusSeconds(3600));
  }

  /** The hour after ten, so many days from now. */
  private static Window day(int days) {
    return new Window(at(days * DAY), at(days * DAY + 60));
  }

  private static SeriesRequest daily(int times, boolean whole, String... machines) {
    return request(
        IntStream.rangeClosed(1, times).mapToObj(SeriesIT::day).toList(), whole, machines);
  }

  private static SeriesRequest daily(int first, int last, String... machines) {
    return request(
        IntStream.rangeClosed(first, last).mapToObj(SeriesIT::day).toList(), true, machines);
  }

  private static SeriesRequest hourly(int times, String... machines) {
    return request(
        IntStream.rangeClosed(1, times)
            .mapToObj(n -> new Window(at(n * 60), at(n * 60 + 60)))
            .toList(),
        true,
        machines);
  }

  private static SeriesRequest request(List<Window> windows, boolean whole, String... machines) {
    return new SeriesRequest(
        Lab.DEMO,
        List.of(machines),
        windows.get(0),
        SomeMachines.ROME,
        "FREQ=DAILY;COUNT=" + windows.size(),
        List.of(),
        windows,
        "a trial",
        whole,
        false,
        Optional.empty());
  }

  private static SeriesRequest keyed(String key, SeriesRequest asked) {
    return with(asked, false, Optional.of(key));
  }

  private static SeriesRequest dry(SeriesRequest asked) {
    return with(asked, true, Optional.empty());
  }

  private static SeriesRequest with(SeriesRequest asked, boolean dryRun, Optional<String> key) {
    return new SeriesRequest(
        asked.party(),
        asked.machines(),
        asked.first(),
        asked.zone(),
        asked.rule(),
        asked.exdates(),
        asked.windows(),
        asked.purpose(),
        asked.whole(),
        dryRun,
        key);
  }

  private static List<State> states(Done series) {
    return series.occurrences().stream().map(each -> each.booking().orElseThrow().state()).toList();
  }

  private static List<Instant> starts(Done series) {
    return series.occurrences().stream().map(Occurrence::at).toList();
  }

  private static List<String> actions(Series series) {
    return await(
            new Audit(lab.database)
                .list(Optional.of("made"), Optional.of(series.id()), 10, Optional.empty()))
        .stream()
        .map(line -> line.entry().action())
        .toList();
  }

  private static SeriesQuery everybody(int limit) {
    return new SeriesQuery(Optional.empty(), Optional.empty(), limit, Optional.empty());
  }

  private static BookingQuery all() {
    return new BookingQuery(
        Optional.empty(), Optional.empty(), Optional.empty(), 100, Optional.empty());
  }
}
