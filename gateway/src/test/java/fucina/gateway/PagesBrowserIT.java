package fucina.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.options.ColorScheme;
import fucina.gateway.journey.Desk;
import fucina.gateway.journey.LabClient;
import fucina.gateway.journey.LabClient.Answer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every page, in both languages, in both themes, on a desk, a tablet and a phone: nobody is shut
 * out by axe's rules, nothing is wider than its window, nothing is said on the console.
 */
@ExtendWith(BrowserLab.class)
@Order(Integer.MAX_VALUE - 1)
@Timeout(400)
class PagesBrowserIT {
  private static final String NOBODY = "";
  private static final Map<String, String> SESSIONS = new HashMap<>();
  private static final Map<String, Desk> DESKS = new HashMap<>();
  private static BrowserLab.Open lab;

  /**
   * A page.
   *
   * @param name how its pictures are called
   * @param person who looks at it; empty for somebody not signed in
   * @param place what follows the hash; {@code {live}}, {@code {later}}, {@code {past}} are
   *     sessions
   * @param mark a part that is there when all is there
   */
  private record Place(String name, String person, String place, String mark) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Place> places() {
    return Stream.of(
        new Place("sign-in", NOBODY, "", "[data-testid=sign-in-submit]"),
        new Place("catalogue", "sme", "#/machines", "[data-testid=machine-card-line-2]"),
        new Place("machine", "sme", "#/machines/robot-1", "[data-testid=book-now]"),
        new Place("machine-with-hours", "sme", "#/machines/line-1", "[data-testid=book-later]"),
        new Place("book", "sme", "#/book", "[data-testid=free-slot]"),
        new Place(
            "bookings",
            "sme",
            "#/bookings",
            "main:has([data-testid=withdraw]) [data-testid=instead]"),
        new Place("session-live", "sme", "#/sessions/{live}", "[data-testid=command-start]"),
        new Place("session-later", "sme", "#/sessions/{later}", "[data-testid=time-to-start]"),
        new Place("session-past", "sme", "#/sessions/{past}", "[data-testid=history] figure td"),
        new Place("session-of-others", "other", "#/sessions/{live}", "[data-testid=problem]"),
        new Place("session-watched", "engineer", "#/sessions/{live}", "[data-testid=time-left]"),
        new Place("lab", "technician", "#/lab", "[data-testid=approve]"),
        new Place(
            "lab-machine", "technician", "#/lab/robot-1", "main:has(td.number) [data-testid=lift]"),
        new Place("lab-sessions", "technician", "#/bookings", "[data-testid=enter-session]"),
        new Place("register", "technician", "#/register", "[data-testid=profile-sensor-mqtt]"),
        new Place("certificates", "technician", "#/certificates", "[data-testid^=reject-]"),
        new Place("audit", "coordinator", "#/audit", "[data-testid=audit] li"),
        new Place("utilisation", "coordinator", "#/utilisation", "[data-testid=use] .total"),
        new Place("policies", "coordinator", "#/policies", "[data-testid=policy-save]"),
        new Place("people", "admin", "#/people", "[data-testid=lock-sme]"),
        new Place("people-of-a-centre", "coordinator", "#/people", "[data-testid=people] li"),
        new Place("devices", "technician", "#/devices", "[data-testid=devices] li"),
        new Place("account", "sme", "#/account", "[data-testid=calendar-make]"),
        new Place("history-of-staff", "technician", "#/sessions/{past}", "[data-testid=record] li"),
        new Place("accessibility", "sme", "#/accessibility", "main h1"),
        new Place("nowhere", "sme", "#/nowhere", "main h1"));
  }

  @BeforeAll
  static void furnish(BrowserLab.Open open) {
    lab = open;
    LabClient sme = LabClient.signedIn(lab.demo().url(), "sme");
    SESSIONS.put("past", session(sme.bookNow("line-2", Duration.ofMinutes(5))));
    SESSIONS.put("live", session(sme.bookNow("printer-1", Duration.ofMinutes(60))));
    SESSIONS.put("later", session(booked(sme, "robot-1", 26)));
    LabClient technician = LabClient.signedIn(lab.demo().url(), "technician");
    booked(sme, "robot-1", 30);
    assertThat(technician.post("/blackouts", upkeep("robot-1", 29, 32)).status()).isEqualTo(201);
    approves(technician, new JsonObject());
    session(booked(sme, "line-2", 28));
    technician.post("/sessions/" + SESSIONS.get("past") + "/consent");
    assertThat(sme.command(SESSIONS.get("past"), "reset", new JsonObject()).status())
        .isEqualTo(202);
    // A window with something in it to look back at.
    await().until(() -> !heard(sme, "line-2").isBlank());
    assertThat(sme.post("/sessions/" + SESSIONS.get("past") + "/end").status()).isEqualTo(200);
  }

  private static JsonObject upkeep(String machine, int hoursAhead, int until) {
    return new JsonObject()
        .put("machines", new JsonArray().add(machine))
        .put("from", Instant.now().plus(Duration.ofHours(hoursAhead)).toString())
        .put("to", Instant.now().plus(Duration.ofHours(until)).toString())
        .put("reason", "New bearings.")
        .put("displace", true);
  }

  private static Answer booked(LabClient sme, String machine, int hoursAhead) {
    Instant from = Instant.now().plus(Duration.ofHours(hoursAhead)).truncatedTo(ChronoUnit.MINUTES);
    return sme.post(
        "/bookings",
        new JsonObject()
            .put("machines", new JsonArray().add(machine))
            .put("from", from.toString())
            .put("to", from.plus(Duration.ofMinutes(30)).toString())
            .put("purpose", "prova"));
  }

  /** Whether windows of line-2 are approved; null where nobody has to. */
  private static void approves(LabClient technician, @Nullable JsonObject approval) {
    JsonObject rules = new JsonObject().put("approval", approval);
    assertThat(technician.patch("/machines/line-2", new JsonObject().put("rules", rules)).status())
        .isEqualTo(200);
  }

  private static String heard(LabClient sme, String machine) {
    Instant now = Instant.now();
    String span = "&from=" + now.minusSeconds(30) + "&to=" + now;
    return sme.get("/machines/" + machine + "/telemetry?raw=true&signals=energy.power" + span)
        .body();
  }

  @AfterAll
  static void leave() {
    DESKS.values().forEach(lab::leave);
    DESKS.clear();
    approves(LabClient.signedIn(lab.demo().url(), "technician"), null);
  }

  private static String session(Answer booked) {
    assertThat(booked.status()).as(booked.toString()).isEqualTo(201);
    return booked.json().getJsonArray("sessions").getJsonObject(0).getString("id");
  }

  private static Desk desk(String person) {
    return DESKS.computeIfAbsent(
        person,
        name -> {
          Desk desk = lab.desk("it");
          return name.equals(NOBODY) ? desk : desk.signIn(name);
        });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("places")
  void aPageShutsNobodyOut(Place place) {
    String hash = place.place();
    for (var session : SESSIONS.entrySet()) {
      hash = hash.replace("{" + session.getKey() + "}", session.getValue());
    }
    Desk desk = desk(place.person()).size(1440, 900).open(hash);
    desk.find(place.mark());
    look(desk.language("it").theme("light"), place, "it-light");
    // The colours of the dark are held against axe's rules on the tablet.
    desk.theme("dark").picture("pages/" + place + "-it-dark");
    look(desk.language("en").size(820, 1180), place, "tablet-en-dark");
    look(desk.language("it").theme("light").size(390, 844), place, "phone-it-light");
    desk.isQuietBut("401 /api/v1/me", "404 /api/v1/sessions/[^/]+");
  }

  private static void look(Desk desk, Place place, String how) {
    desk.find(place.mark());
    assertThat(desk.barriers()).as(place + " " + how).isEmpty();
    assertThat(desk.overflow()).as("too wide: " + place + " " + how).isZero();
    desk.picture("pages/" + place + "-" + how);
  }

  /** An administrator has eight places; five fit, and none of their words is cut. */
  @Test
  void thePlacesOfAPhoneFitAndTheirWordsAreWhole() {
    Desk desk = desk("admin").open("#/audit");
    for (int width : List.of(360, 390)) {
      for (String language : List.of("it", "en")) {
        for (String theme : List.of("light", "dark")) {
          desk.size(width, 780).language(language).theme(theme).find("[data-testid=nav-more]");
          String how = width + "-" + language + "-" + theme;
          assertThat(bar(desk)).as("closed, " + how).isEqualTo("5 places");
          desk.picture("pages/bar-closed-" + how);
          desk.by("nav-more").click();
          assertThat(bar(desk)).as("opened, " + how).isEqualTo("11 places");
          assertThat(desk.barriers()).as(how).isEmpty();
          assertThat(desk.overflow()).as(how).isZero();
          desk.picture("pages/bar-opened-" + how);
          desk.page().keyboard().press("Escape");
        }
      }
    }
    desk.by("nav-more").click();
    desk.by("nav-people").click();
    desk.find("[data-testid=people]");
    assertThat(bar(desk)).as("closed by going somewhere").isEqualTo("5 places");
  }

  /** How many places are seen, or the first that is too small or whose words are cut. */
  private static Object bar(Desk desk) {
    return desk.page()
        .evaluate(
            """
            () => {
              const seen = [...document.querySelectorAll('nav li')].filter((one) => one.offsetParent)
              const flawed = seen.map((one) => one.firstElementChild).find((one) => {
                one.style.overflowWrap = 'normal' // so that a word too long sticks out
                const { width, height } = one.getBoundingClientRect()
                return width < 44 || height < 44 || one.scrollWidth > one.clientWidth
              })
              return flawed ? 'cut: ' + flawed.textContent : seen.length + ' places'
            }
            """);
  }

  @Test
  void theTechnicianApprovesAndRejectsOnTheLabPage() {
    LabClient sme = LabClient.signedIn(lab.demo().url(), "sme");
    String approved = booked(sme, "line-2", 30).json().getString("id");
    String rejected = booked(sme, "line-2", 32).json().getString("id");
    Desk desk = lab.desk("en").signIn("technician").open("#/lab");

    desk.by("waiting-" + approved).getByTestId("approve").click();
    desk.by("waiting-" + rejected).getByTestId("reject").click();
    desk.by("reject-reason").fill("The belt is worn.");
    desk.by("reject-do").click();

    await().until(() -> stateOf(sme, approved).equals("confirmed"));
    await().until(() -> stateOf(sme, rejected).equals("rejected"));
    Desk reader = desk("sme").language("en").open("#/bookings");
    assertThat(reader.by("refused").innerText()).contains("The belt is worn.");
    lab.leave(desk);
  }

  private static String stateOf(LabClient sme, String booking) {
    return sme.get("/bookings/" + booking).json().getString("state");
  }

  @Test
  void theApiPageShutsNobodyOut() {
    Desk desk = lab.desk("en").open("api/docs").see("main summary");
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      desk.page().emulateMedia(new EmulateMediaOptions().setColorScheme(scheme));
      assertThat(desk.barriers()).as("the API's page, " + scheme).isEmpty();
    }
    assertThat(desk.size(390, 844).overflow()).isZero();
    assertThat((Integer) desk.page().evaluate("document.documentElement.scrollHeight"))
        .as("folded, it is read without scrolling for minutes")
        .isLessThan(4000);
    desk.page().evaluate("document.querySelectorAll('details').forEach(d => d.open = true)");
    assertThat(desk.overflow()).as("all unfolded").isZero();
    assertThat(desk.barriers()).as("all unfolded").isEmpty();
    desk.isQuietBut();
    lab.leave(desk);
  }
}
