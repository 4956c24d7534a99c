package fucina.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.link.LinkState;
import fucina.gateway.telemetry.CommitGroups;
import fucina.gateway.telemetry.Commits;
import fucina.gateway.telemetry.Feeds;
import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.LiveHub;
import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Value;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetersTest {
  private static final Instant NINE = Instant.parse("2026-11-22T09:00:00Z");

  private final Meters meters = new Meters();

  @AfterEach
  void close() {
    meters.close();
  }

  @Test
  void theIntakeIsMetered() throws Exception {
    Commits nowhere =
        new Commits() {
          @Override
          public void commit(List<Reading> readings) {}

          @Override
          public void gap(Gap gap) {}
        };
    try (CommitGroups groups =
        new CommitGroups(
            CommitGroups.Settings.usual(), nowhere, new LiveHub(), InstantSource.fixed(NINE))) {
      meters.intake(groups);
      groups
          .offer(List.of(new Reading("robot-1", "a", NINE, NINE, Value.of(1), Quality.GOOD)))
          .get(60, TimeUnit.SECONDS);
    }
    assertThat(meters.scrape())
        .contains("fucina_readings_received_total 1.0")
        .contains("fucina_readings_committed_total 1.0")
        .contains("fucina_readings_unacknowledged 0.0")
        .contains("fucina_readings_uncommitted_age_seconds 0.0")
        .contains("fucina_commit_seconds_count 1")
        .contains("fucina_commit_seconds_bucket{le=\"0.005\"}");
  }

  @Test
  void watchersAreMetered() {
    try (Feeds feeds = new Feeds(new LiveHub())) {
      meters.live(feeds);
      assertThat(meters.scrape())
          .contains("fucina_live_watchers 0.0")
          .contains("fucina_live_conflated_total 0.0");
    }
  }

  @Test
  void aLinkShowsTheOneStateItIsInUntilForgotten() {
    AtomicReference<LinkState> state = new AtomicReference<>(LinkState.CONNECTING);
    meters.link("robot-1", state::get, counting(3));
    assertThat(meters.scrape())
        .contains("fucina_link_state{machine=\"robot-1\",state=\"connecting\"} 1.0")
        .contains("fucina_link_state{machine=\"robot-1\",state=\"online\"} 0.0");
    state.set(LinkState.ONLINE);
    assertThat(meters.scrape())
        .contains("fucina_link_state{machine=\"robot-1\",state=\"online\"} 1.0");
    meters.link("robot-1", () -> LinkState.SILENT, counting(4));
    assertThat(meters.scrape())
        .contains("fucina_link_state{machine=\"robot-1\",state=\"silent\"} 1.0");
    System.gc();
    assertThat(meters.scrape()).contains("fucina_link_undecodable_total{machine=\"robot-1\"} 4.0");
    meters.forgetLink("robot-1");
    assertThat(meters.scrape()).doesNotContain("robot-1");
  }

  private static LongSupplier counting(long count) {
    return () -> count;
  }

  @Test
  void bookingsAndCommandsAreCountedByTheirWord() {
    meters.bookingGranted();
    meters.bookingRefused("overlap");
    meters.bookingRefused("overlap");
    meters.command("confirmed");
    assertThat(meters.scrape())
        .contains("fucina_bookings_granted_total 1.0")
        .contains("fucina_bookings_refused_total{rule=\"overlap\"} 2.0")
        .contains("fucina_commands_total{outcome=\"confirmed\"} 1.0");
  }

  @Test
  void aTagNeverTakesValuesWithoutBound() {
    for (int i = 0; i < 1_000; i++) {
      meters.bookingRefused("rule-" + i);
    }
    assertThat(meters.scrape().lines().filter(line -> line.startsWith("fucina_bookings_refused")))
        .hasSize(51)
        .contains("fucina_bookings_refused_total{rule=\"other\"} 950.0");
  }

  @Test
  void theProcessIsMetered() {
    assertThat(meters.scrape())
        .contains("jvm_memory_used_bytes")
        .contains("process_uptime_seconds")
        .contains("fucina_process_rss_anon_bytes");
  }
}
