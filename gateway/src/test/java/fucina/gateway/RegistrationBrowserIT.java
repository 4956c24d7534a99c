package fucina.gateway;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.options.AriaRole;
import fucina.gateway.journey.Desk;
import fucina.gateway.journey.LabClient;
import fucina.gateway.link.Fingerprint;
import fucina.simulators.opcua.OpcUaMachine;
import fucina.simulators.opcua.OpcUaSettings;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A technician brings a machine into the lab that nobody has met before, with the pages alone. */
@ExtendWith(BrowserLab.class)
@Order(Integer.MAX_VALUE - 3)
@Timeout(600)
class RegistrationBrowserIT {
  private static final String UNKNOWN_YET = "401 /api/v1/me";
  private static final String FLAWED =
      """
      title: Nothing
      fucina:id: x y
      """;

  @TempDir static Path folder;
  private static OpcUaMachine robot;
  private final BrowserLab.Open lab;
  private Desk technician;

  RegistrationBrowserIT(BrowserLab.Open lab) {
    this.lab = lab;
  }

  /** A second robot: it trusts nobody, and nobody trusts it. */
  @BeforeAll
  static void stand() {
    OpcUaSettings settings =
        new OpcUaSettings(0, folder.resolve("robot-2"), "lab", "robot-two", false);
    robot = OpcUaMachine.robot(settings, InstantSource.system(), 21);
    robot.start();
  }

  @AfterAll
  static void fall() {
    robot.close();
  }

  @BeforeEach
  void sitDown() {
    technician = lab.desk("en").signIn("technician");
  }

  @AfterEach
  void getUp() {
    lab.leave(technician);
  }

  @Test
  void aTechnicianRegistersARobotThatNobodyHasMet() throws CertificateException {
    chooseTheProfile();
    enterTheAddress();
    judgeItsCertificate();
    haveOursAccepted();
    nothingTypedIsLost();
    browseOneLevel();
    mapASignal();
    tryEverySignal();
    publish();
    itIsOnlineInTheLab();
    technician.isQuietBut(UNKNOWN_YET);
  }

  private void chooseTheProfile() {
    technician.open("#/lab");
    technician.by("register").click();
    technician.by("profile-search").fill("40010 1.02");
    technician.by("profile-robot-arm-6axis").click();
    looks("register-profile");
    technician.by("step-next").click();
  }

  private void enterTheAddress() {
    assertThat(technician.by("barred")).containsText("the name");
    technician.by("machine-name").fill("Robot due");
    assertThat(technician.by("machine-id")).hasValue("robot-due");
    technician.by("endpoint").fill(robot.endpoint());
    technician.by("security").selectOption("None");
    technician.by("insecure-note").waitFor();
    technician.by("security").selectOption("SignAndEncrypt/Basic256Sha256");
    technician.by("username").fill("lab");
    technician.by("password").fill("robot-two");
    looks("register-address");
  }

  private void judgeItsCertificate() {
    check("certificate-untrusted");
    String fingerprint = Fingerprint.sha256(robot.certificate());
    Locator card = technician.by("certificate-" + fingerprint);
    assertThat(card).containsText(fingerprint.substring(0, 2).toUpperCase(Locale.ROOT));
    looks("register-certificate");
    card.getByTestId("trust-" + fingerprint).click();
    card.getByTestId("trust-" + fingerprint + "-yes").click();
  }

  /** The robot asks for a judgement of its own: our certificate is copied to it. */
  private void haveOursAccepted() throws CertificateException {
    technician.see("[data-testid=connection-state][data-link=waiting-for-trust]");
    looks("register-waiting");
    LabClient client = LabClient.signedIn(lab.demo().url(), "technician");
    String pem = client.get("/certificates/own").json().getString("pem");
    robot.trust(
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))));
    check("online");
    technician.by("step-next").click();
  }

  /** The draft is on the gateway, and the page takes it up where it was left. */
  private void nothingTypedIsLost() {
    technician.by("nodes").waitFor();
    technician.page().reload();
    technician.by("nodes").waitFor();
    JsonObject draft =
        LabClient.signedIn(lab.demo().url(), "technician").get("/machines/robot-due").json();
    assertThat(draft.getBoolean("published")).isFalse();
    assertThat(draft.getJsonObject("connection").getBoolean("password")).isTrue();
  }

  private void browseOneLevel() {
    technician.by("open-DeviceSet").click();
    technician.by("node-R1").waitFor();
    technician.by("node-path").fill("/Objects/DeviceSet/R1/MotionDevices/M1/ParameterSet");
    technician.by("node-go").click();
    technician.by("node-SpeedOverride").click();
    assertThat(technician.by("chosen-node")).containsText("Double");
    assertThat(technician.by("chosen-node")).containsText("%");
    looks("register-browse");
    technician.by("step-next").click();
  }

  private void mapASignal() {
    assertThat(technician.by("unfold")).containsText("Nothing to decide");
    assertThat(technician.by("place-axis1.position")).isHidden();
    technician.picture("register/register-mapping-folded");
    technician.by("suggest").click();
    assertThat(technician.by("suggested"))
        .containsText("looked at", new ContainsTextOptions().setTimeout(60_000));
    Locator place = technician.by("place-axis1.position");
    assertThat(place.locator("option").nth(1)).containsText("%");
    looks("register-mapping");
    technician.by("step-next").click();
  }

  private void tryEverySignal() {
    check("online");
    assertThat(technician.by("trial-result")).hasAttribute("data-ok", "true");
    assertThat(technician.by("trial-axis1.position")).hasAttribute("data-outcome", "well");
    looks("register-trial");
    technician.by("step-next").click();
  }

  private void publish() {
    technician.by("by-day").waitFor();
    technician.by("rule-grainMinutes").fill("5");
    technician.by("list-load.Name").fill("PickAndPlace_demo");
    looks("register-rules");
    technician.by("publish").click();
    technician.by("published").waitFor();
    technician.by("to-lab").click();
  }

  private void itIsOnlineInTheLab() {
    technician.see("[data-testid=lab-robot-due] [data-link=online]");
    technician.see("[data-testid='signal-axis1.position'][data-state=flowing]");
    assertThat(technician.by("clock-offset")).containsText("right");
    looks("health");
    approveAnother();
    technician.open("#/lab");
    technician.see("[data-testid=lab-robot-due] [data-link=online]");
    assertThat(
            LabClient.signedIn(lab.demo().url(), "technician")
                .delete("/machines/robot-due")
                .status())
        .isEqualTo(204);
  }

  /** What was approved in the registration is changed on the machine's own page. */
  private void approveAnother() {
    assertThat(technician.by("approved")).containsText("PickAndPlace_demo");
    technician.by("edit-approved").click();
    technician.by("list-load.Name").fill("PickAndPlace_demo\nWeld_dry_run");
    looks("approved");
    technician.by("save-approved").click();
    technician.by("edit-approved").waitFor();
    assertThat(technician.by("approved")).containsText("Weld_dry_run");
  }

  private void check(String state) {
    technician.by("check-connection").click();
    technician.see("[data-testid=connection-state][data-link=" + state + "]");
  }

  /** Nobody is shut out, nothing is too wide: on a desk, a tablet and a phone, in both themes. */
  private void looks(String name) {
    for (int width : List.of(1280, 820, 390)) {
      technician.size(width, 1500);
      assertThat(technician.overflow()).as("too wide: " + name + " at " + width).isZero();
      technician.picture("register/" + name + "-" + width);
    }
    assertThat(technician.barriers()).as(name + " on a phone").isEmpty();
    technician.size(1280, 1500).theme("dark");
    assertThat(technician.barriers()).as(name + " dark").isEmpty();
    technician.picture("register/" + name + "-dark");
    technician.theme("light");
  }

  @Test
  void aBrokersTopicsAreHeardAndAPointerBecomesASignalsPlace() {
    technician.open("#/register");
    technician.by("profile-printer-fff-klipper").click();
    technician.by("step-next").click();
    technician.by("machine-name").fill("Printer due");
    technician.by("variable-PREFIX").fill("printer-1");
    technician.by("step-next").click();
    assertThat(technician.by("topic-filter")).hasValue("printer-1/#");
    technician.by("listen").click();
    Locator topic = technician.by("topics").locator("[data-testid^=topic-]").first();
    topic.click();
    technician.by("assign-topic").selectOption("nozzle.temperature");
    technician.by("assign-do-topic").click();
    looks("register-listen");
    technician.by("step-next").click();
    assertThat(technician.by("place-nozzle.temperature")).hasValue("other");
    looks("register-mapping-mqtt");
    technician.by("discard").click();
    technician.by("discard-yes").click();
    technician.by("profile-search").waitFor();
    assertThat(
            LabClient.signedIn(lab.demo().url(), "technician")
                .get("/machines/printer-due")
                .status())
        .isEqualTo(404);
    technician.isQuietBut(UNKNOWN_YET);
  }

  @Test
  void aProblemIsReportedShownWhereOneBooksAndResolved() {
    Desk sme = lab.desk("it").signIn("sme");
    technician.open("#/lab/line-2");
    technician.by("report-problem").click();
    technician.by("problem-text").fill("The belt squeaks");
    technician.by("severity-limits").check();
    // The dialog lies over the theme's button.
    assertThat(technician.barriers()).as("the report's dialog").isEmpty();
    technician.size(390, 900);
    assertThat(technician.overflow()).as("the report's dialog on a phone").isZero();
    technician.picture("register/report-problem-390");
    technician.size(1280, 900);
    technician.by("problem-send").click();
    technician.by("problem-sent").waitFor();
    technician.by("problem-close").click();
    sme.open("#/book?machine=line-2");
    assertThat(sme.by("open-problems")).containsText("The belt squeaks");
    lab.leave(sme);
    technician.open("#/lab");
    assertThat(technician.by("open-problems").first()).containsText("The belt squeaks");
    technician.open("#/lab/line-2");
    Locator problem = technician.page().locator("[data-testid^=problem-]:has-text('squeaks')");
    problem.getByRole(AriaRole.BUTTON).click();
    problem.getByRole(AriaRole.TEXTBOX).fill("Greased");
    problem.getByRole(AriaRole.BUTTON).first().click();
    assertThat(problem).hasCount(0);
    technician.isQuietBut(UNKNOWN_YET);
  }

  @Test
  void aProfilesFlawsAreNamedByLineAndStayTyped() {
    technician.open("#/register");
    technician.by("upload").click();
    technician.by("profile-text").fill(FLAWED);
    technician.by("profile-send").click();
    technician.by("flaws").locator("li").first().waitFor();
    assertThat(technician.by("flaws")).containsText("fucina:id");
    looks("register-flaws");
    technician.page().reload();
    assertThat(technician.by("profile-text")).hasValue(FLAWED);
    technician.isQuietBut(UNKNOWN_YET, "422 /api/v1/profiles");
  }
}
