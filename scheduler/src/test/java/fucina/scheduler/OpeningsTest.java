package fucina.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.scheduler.Ask.Start;
import fucina.scheduler.MachineRules.Hours;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Availability equals bookability: against a model that knows no cleverness, only minutes. The span
 * holds the night in which an hour is left out, or the one in which it is repeated.
 */
class OpeningsTest {
  private static final int DAYS = 3;
  private static final Party ANNA = new Party("anna", "officina-demo");

  /** A small lab drawn from a seed: rules, bookings, a now, a length wanted. */
  private static final class Drawn {
    final Random random;
    final Instant origin;
    final MachineRules rules;
    final Instant now;
    final Duration length;
    final List<Window> taken = new ArrayList<>();
    final DrawnStanding standing;

    Drawn(long seed) {
      random = new Random(seed);
      origin =
          Instant.parse(random.nextBoolean() ? "2026-10-23T22:00:00Z" : "2027-03-26T23:00:00Z");
      int grain = List.of(15, 20, 30, 60).get(random.nextInt(4));
      rules =
          new MachineRules(
              SomeMachines.ROME,
              Duration.ofMinutes(grain),
              Duration.ofMinutes(grain * (1 + random.nextInt(2))),
              Duration.ofMinutes(grain * (4 + random.nextInt(8))),
              Duration.ofMinutes(5 * random.nextInt(6)),
              Duration.ofMinutes(5 * random.nextInt(6)),
              Duration.ofDays(1 + random.nextInt(3)),
              opening(),
              approval());
      now = origin.plus(Duration.ofSeconds(random.nextInt(12 * 3_600)));
      length = Duration.ofMinutes(grain * (1L + random.nextInt(6)));
      for (int i = 0; i < random.nextInt(8); i++) {
        add(random.nextInt(DAYS * 24 * 60), 5 + random.nextInt(300));
      }
      standing = new DrawnStanding(random, origin, DAYS);
    }

    private Optional<Approval> approval() {
      return random.nextInt(3) > 0
          ? Optional.empty()
          : Optional.of(new Approval(Duration.ofMinutes(random.nextInt(2_000)), Optional.empty()));
    }

    private void add(int minute, int minutes) {
      Instant from = origin.plus(Duration.ofMinutes(minute));
      Window window = new Window(from, from.plus(Duration.ofMinutes(minutes)));
      if (taken.stream().noneMatch(window::overlaps)) {
        taken.add(window);
      }
    }

    private Map<DayOfWeek, List<Hours>> opening() {
      Map<DayOfWeek, List<Hours>> opening = new EnumMap<>(DayOfWeek.class);
      if (random.nextInt(3) == 0) {
        return MachineRules.ALWAYS;
      }
      for (DayOfWeek day : DayOfWeek.values()) {
        int opens = random.nextInt(20) * 60;
        int closes = (opens + 30 + random.nextInt(20) * 60) % 1_440;
        opening.put(
            day,
            List.of(
                new Hours(
                    LocalTime.ofSecondOfDay(opens * 60L), LocalTime.ofSecondOfDay(closes * 60L))));
      }
      return opening;
    }

    Diary diary() {
      return new Diary(
          new BookableMachine("line-1", "made", "line", Set.of("assembly"), rules, true),
          taken,
          standing.standing());
    }

    Window span() {
      return new Window(origin, origin.plus(Duration.ofDays(DAYS)));
    }

    Openings openings() {
      return new Openings(List.of(diary()), length, now, span());
    }

    /** The model: every minute of the window open, every minute of the occupied range free. */
    boolean bookable(Instant from, Instant to) {
      boolean lengths =
          Duration.between(from, to).compareTo(rules.minLength()) >= 0
              && Duration.between(from, to).compareTo(rules.maxLength()) <= 0;
      boolean time =
          !from.isBefore(now) && Duration.between(now, from).compareTo(rules.horizon()) <= 0;
      boolean inTime =
          rules.approval().map(asked -> from.minus(asked.before()).isAfter(now)).orElse(true);
      return lengths
          && time
          && inTime
          && onGrain(from)
          && onGrain(to)
          && open(from, to)
          && free(from, to)
          && standing.allows(from, to, now);
    }

    boolean onGrain(Instant instant) {
      ZonedDateTime local = instant.atZone(SomeMachines.ROME);
      return local.toLocalTime().toSecondOfDay() % rules.grain().toSeconds() == 0;
    }

    private boolean open(Instant from, Instant to) {
      for (Instant at = from; at.isBefore(to); at = at.plusSeconds(60)) {
        if (!rules.opening().isEmpty() && !openAt(at.atZone(SomeMachines.ROME))) {
          return false;
        }
      }
      return true;
    }

    /**
     * By instants, as a wall clock shows each time of the repeated hour twice; a time of the hour
     * that is left out is the jump.
     */
    private boolean openAt(ZonedDateTime local) {
      for (int back = 0; back <= 1; back++) {
        var day = local.toLocalDate().minusDays(back);
        for (Hours hours : rules.opening().getOrDefault(day.getDayOfWeek(), List.of())) {
          Instant opens = wall(day, hours.opens());
          var until = hours.closes().isAfter(hours.opens()) ? day : day.plusDays(1);
          Instant closes = wall(until, hours.closes());
          if (!local.toInstant().isBefore(opens) && local.toInstant().isBefore(closes)) {
            return true;
          }
        }
      }
      return false;
    }

    private static Instant wall(LocalDate day, LocalTime time) {
      var local = day.atTime(time);
      var change = SomeMachines.ROME.getRules().getTransition(local);
      return change != null && change.isGap()
          ? change.getInstant()
          : local.atZone(SomeMachines.ROME).toInstant();
    }

    private boolean free(Instant from, Instant to) {
      Instant begin = from.minus(rules.setup());
      Instant end = to.plus(rules.cleanup());
      for (Window each : taken) {
        if (begin.isBefore(each.to()) && each.from().isBefore(end)) {
          return false;
        }
      }
      return true;
    }

    /** Every start of the model at which a window of the wanted length is bookable. */
    TreeSet<Instant> starts() {
      TreeSet<Instant> starts = new TreeSet<>();
      for (Instant at = origin; at.isBefore(span().to()); at = at.plusSeconds(60)) {
        if (onGrain(at)) {
          Instant to = end(at);
          if (!to.isAfter(span().to()) && bookable(at, to)) {
            starts.add(at);
          }
        }
      }
      return starts;
    }

    Instant end(Instant from) {
      Duration least = length.compareTo(rules.minLength()) < 0 ? rules.minLength() : length;
      Instant to = from.plus(least);
      while (!onGrain(to)) {
        to = to.plusSeconds(60);
      }
      return to;
    }
  }

  @Property(tries = 300)
  void theRulesAgreeWithTheModelOnEveryWindow(@ForAll long seed) {
    Drawn drawn = new Drawn(seed);
    for (int i = 0; i < 200; i++) {
      Instant from = drawn.origin.plusSeconds(300L * drawn.random.nextInt(DAYS * 288));
      Instant to = from.plusSeconds(300L * (1 + drawn.random.nextInt(100)));
      Ask ask = new Ask(drawn.diary(), from, to, drawn.now, Start.LATER);

      assertThat(HouseRules.kept(ask))
          .as("%s to %s: %s", from, to, HouseRules.broken(ask))
          .isEqualTo(drawn.bookable(from, to));
      assertThat(HouseRules.broken(ask).isEmpty()).isEqualTo(HouseRules.kept(ask));
    }
  }

  @Property(tries = 300)
  void everyBookableStartIsFoundAndNoOther(@ForAll long seed) {
    Drawn drawn = new Drawn(seed);
    if (drawn.length.compareTo(drawn.rules.minLength()) < 0) {
      return;
    }
    Openings openings = drawn.openings();
    TreeSet<Instant> found = new TreeSet<>();
    Optional<Window> next = openings.firstFrom(drawn.now.plusNanos(1));
    while (next.isPresent()) {
      assertThat(next.get().to()).isEqualTo(drawn.end(next.get().from()));
      found.add(next.get().from());
      next = openings.firstFrom(next.get().from().plusNanos(1));
    }

    TreeSet<Instant> expected = drawn.starts();
    expected.remove(drawn.now);
    assertThat(found).isEqualTo(expected);
  }

  @Property(tries = 300)
  void theLastBeforeAnInstantIsTheLastOfThem(@ForAll long seed) {
    Drawn drawn = new Drawn(seed);
    if (drawn.length.compareTo(drawn.rules.minLength()) < 0) {
      return;
    }
    Openings openings = drawn.openings();
    TreeSet<Instant> starts = drawn.starts();
    Instant before = drawn.origin.plusSeconds(60L * drawn.random.nextInt(DAYS * 1_440));

    Optional<Window> last = openings.lastBefore(before);

    if (last.isPresent() && last.get().from().equals(drawn.now)) {
      assertThat(starts.headSet(before)).isSubsetOf(drawn.now);
    } else {
      assertThat(last.map(Window::from)).isEqualTo(Optional.ofNullable(starts.lower(before)));
    }
  }

  @Property(tries = 200)
  void whateverIsAskedWhatIsGrantedNeverOverlaps(@ForAll long seed) {
    Drawn drawn = new Drawn(seed);
    List<Window> granted = new ArrayList<>(drawn.taken);
    for (int i = 0; i < 100; i++) {
      Instant from = drawn.origin.plusSeconds(900L * drawn.random.nextInt(DAYS * 96));
      Instant to = from.plusSeconds(900L * (1 + drawn.random.nextInt(24)));
      Diary diary = new Diary(drawn.diary().machine(), granted, drawn.standing.standing());
      Ask ask = new Ask(diary, from, to, drawn.now, Start.LATER);
      if (HouseRules.broken(ask).isEmpty()) {
        Window occupied = drawn.rules.occupied(ask.window());
        assertThat(granted).noneMatch(occupied::overlaps);
        granted.add(occupied);
      }
    }
  }

  @Property(tries = 200)
  void everyAlternativeCanBeBooked(@ForAll long seed) {
    Drawn drawn = new Drawn(seed);
    Instant from = drawn.origin.plusSeconds(300L * drawn.random.nextInt(DAYS * 288));
    Instant to = from.plusSeconds(300L * drawn.random.nextInt(100));
    Wish wish = Wish.of(List.of("line-1"), Optional.of(from), to, ANNA);

    for (Slot slot : Offers.instead(wish, List.of(drawn.diary()), List.of(), drawn.now)) {
      Wish second =
          Wish.of(List.of("line-1"), Optional.of(slot.window().from()), slot.window().to(), ANNA);
      assertThat(second.broken(List.of(drawn.diary()), drawn.now)).as("%s", slot).isEmpty();
    }
  }

  @Property(tries = 200)
  void aSlotThatStartsNowCanStillBeBookedAMomentLater(@ForAll long seed) {
    Drawn drawn = new Drawn(seed);
    Optional<Window> slot = drawn.openings().firstFrom(drawn.now);
    if (slot.isEmpty() || !slot.get().from().equals(drawn.now)) {
      return;
    }
    Instant later = drawn.now.plusMillis(drawn.random.nextInt(60_000));
    Wish wish = Wish.of(List.of("line-1"), Optional.of(slot.get().from()), slot.get().to(), ANNA);

    assertThat(wish.broken(List.of(drawn.diary()), later)).isEmpty();
  }
}
