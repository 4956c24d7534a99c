package fucina.gateway;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import fucina.gateway.journey.Desk;
import fucina.gateway.journey.LabClient;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The product's main job as three people see it, each in a browser window of their own. */
@ExtendWith(BrowserLab.class)
@Order(Integer.MAX_VALUE - 2)
@Timeout(600)
class JourneyBrowserIT {
  private static final Locator.WaitForOptions PATIENT =
      new Locator.WaitForOptions().setTimeout(240_000);
  private static final String UNKNOWN_YET = "401 /api/v1/me";

  private final BrowserLab.Open lab;
  private Desk sme;
  private Desk technician;
  private Desk other;

  JourneyBrowserIT(BrowserLab.Open lab) {
    this.lab = lab;
  }

  @BeforeEach
  void sitDown() {
    sme = lab.desk("en").signIn("sme");
    technician = lab.desk("it").signIn("technician");
    other = lab.desk("it").signIn("other");
  }

  @AfterEach
  void getUp() {
    lab.leave(sme, technician, other);
  }

  @Test
  void anSmeWorksTheRobotAndIsSentAwayAtTheEnd() {
    bookForThreeMinutes();
    String session = sme.page().url().replaceAll(".*#", "#");
    Instant end = endOf(session);
    aStartBeforeConsentIsRefused();
    theTechnicianConsents();
    theProgramIsLoadedAndStarted();
    theFirstAxisMoves();
    sme.picture("session-room");
    theStopStops();
    othersAreRefused(session);
    start();
    theWindowEnds(end);
    theHistoryHasWhatHappened();
    sme.isQuietBut(UNKNOWN_YET, "409 /api/v1/sessions/[^/]+/commands");
    technician.isQuietBut(UNKNOWN_YET);
    other.isQuietBut(UNKNOWN_YET, "404 /api/v1/sessions/[^/]+", "409 /api/v1/bookings");
  }

  private void bookForThreeMinutes() {
    sme.by("machine-card-robot-1").getByRole(AriaRole.LINK).click();
    sme.by("book-now").click();
    sme.by("booking-minutes").fill("3");
    sme.by("booking-purpose").fill("test before invest");
    sme.by("booking-submit").click();
    sme.by("booked").getByTestId("enter-session").click();
    sme.by("time-left").waitFor();
    // The page asks for whole seconds, rounded up, on a clock that may differ by one.
    assertThat(secondsLeft()).isBetween(120, 182);
    sme.find("[data-testid='value-axis1.position'][data-stale=false]");
  }

  private Instant endOf(String session) {
    LabClient asked = LabClient.signedIn(lab.demo().url(), "sme");
    return Instant.parse(asked.get(session.substring(1)).json().getString("to"));
  }

  private int secondsLeft() {
    return Integer.parseInt(sme.by("time-left").getAttribute("data-seconds"));
  }

  private void aStartBeforeConsentIsRefused() {
    assertThat(sme.by("check-consent")).hasAttribute("data-ok", "false");
    sme.by("command-start").press("Enter");
    assertThat(sme.by("confirm-start")).hasCount(0);
    Locator reason = sme.by("command-start-card").getByTestId("refusal-consent");
    reason.waitFor();
    assertThat(reason).not().isEmpty();
    assertThat(sme.by("notice")).isVisible();
    assertThat(task()).isNotEqualTo("Executing");
  }

  private void theTechnicianConsents() {
    technician.by("nav-lab").click();
    technician.by("consent-robot-1").click();
    technician.by("withdraw-robot-1").waitFor();
    assertThat(sme.by("consent")).containsText("Teo Tecnici");
    sme.see("[data-testid=check-consent][data-ok=true]");
  }

  private void theProgramIsLoadedAndStarted() {
    sme.by("arg-Name").selectOption("PickAndPlace_demo");
    sme.by("command-load").click();
    confirmed("load");
    start();
  }

  private void start() {
    sme.see("[data-testid=command-start][data-ready=true]");
    sme.pressTwice("start");
    confirmed("start");
    assertThat(task()).isEqualTo("Executing");
  }

  private void confirmed(String command) {
    sme.see("[data-testid=command-step][data-command=" + command + "][data-step=confirmed]");
  }

  private void theFirstAxisMoves() {
    Set<String> places = new HashSet<>();
    await()
        .pollInSameThread()
        .until(
            () -> {
              places.add(sme.by("value-axis1.position").getAttribute("data-raw"));
              return places.size() > 5;
            });
  }

  private void theStopStops() {
    sme.by("stop").click();
    confirmed("stop");
    assertThat(task()).isEqualTo("Ready");
  }

  private void othersAreRefused(String session) {
    other.open(session);
    other.by("problem").waitFor();
    assertThat(other.by("time-left")).hasCount(0);
    other.open("#/book?machine=robot-1&now=1");
    other.by("booking-minutes").fill("1");
    other.by("booking-submit").click();
    other.by("refusal-overlap").waitFor();
    other.by("alternative").first().waitFor();
  }

  private void theWindowEnds(Instant end) {
    Locator closed = sme.by("session-closed");
    closed.waitFor(PATIENT);
    assertThat(Instant.now()).isBetween(end.minusSeconds(2), end.plusSeconds(5));
    assertThat(closed).hasAttribute("data-reason", "window-ended");
    await().until(() -> task().equals("Ready"));
  }

  private void theHistoryHasWhatHappened() {
    sme.by("to-history").click();
    Locator history = sme.by("history");
    history.waitFor();
    // Load, start, stop and start again; what was refused is no command.
    assertThat(history.locator("ol li").filter(new Locator.FilterOptions().setHasText("Sara")))
        .hasCount(4);
    String samples =
        history.locator("[data-testid='history-°'] tbody td:last-child").first().innerText();
    assertThat(Integer.parseInt(samples)).isGreaterThan(100);
  }

  /** What the robot itself says. */
  private String task() {
    return lab.demo()
        .demo()
        .gateway()
        .running()
        .hub()
        .latest("robot-1", "task.state")
        .map(reading -> reading.value().plain().toString())
        .orElse("");
  }
}
