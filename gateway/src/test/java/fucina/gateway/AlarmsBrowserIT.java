package fucina.gateway;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import fucina.gateway.journey.Desk;
import fucina.gateway.journey.LabClient;
import fucina.simulators.machine.Fault;
import fucina.simulators.machine.Fault.Heater;
import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** An alarm as the two people see it who have to do with it. */
@ExtendWith(BrowserLab.class)
@Order(Integer.MAX_VALUE - 3)
@Timeout(600)
class AlarmsBrowserIT {
  private final BrowserLab.Open lab;
  private Desk sme;
  private Desk technician;

  AlarmsBrowserIT(BrowserLab.Open lab) {
    this.lab = lab;
  }

  @BeforeEach
  void sitDown() {
    sme = lab.desk("en").signIn("sme");
    technician = lab.desk("it").signIn("technician");
  }

  @AfterEach
  void getUp() {
    nozzle(OptionalDouble.empty());
    lab.leave(sme, technician);
  }

  @Test
  void aHotNozzleIsSeenInTheRoomAcknowledgedInTheLabAndKeptInTheRecord() {
    LabClient asked = LabClient.signedIn(lab.demo().url(), "sme");
    String session =
        asked
            .bookNow("printer-1", Duration.ofMinutes(20))
            .json()
            .getJsonArray("sessions")
            .getJsonObject(0)
            .getString("id");
    sme.open("#/sessions/" + session).find("[data-testid=time-left]");
    assertThat(sme.by("room-alarms")).hasCount(0);
    technician.by("nav-alarms").click();
    technician.see("[data-testid=alarms-which]");
    assertThat(technician.by("alarm-NOZZLE_TOO_HOT")).hasCount(0);

    nozzle(OptionalDouble.of(310));
    assertThat(sme.by("room-alarms")).containsText("Nozzle too hot");
    assertThat(sme.by("room-alarms")).containsText("high severity (800)");
    Locator alarm = technician.by("alarm-NOZZLE_TOO_HOT");
    assertThat(alarm).containsText("Ugello troppo caldo");
    looks();

    alarm.getByTestId("alarm-acknowledge").press("Enter");
    alarm.getByTestId("alarm-note").fill("Termistore staccato, sostituito.");
    look(technician, "alarms-note", "phone");
    alarm.getByTestId("alarm-acknowledge-do").press("Enter");
    assertThat(alarm).hasAttribute("data-state", "acknowledged");
    assertThat(sme.by("room-alarms")).containsText("Acknowledged by Teo Tecnici");

    nozzle(OptionalDouble.empty());
    assertThat(alarm).hasCount(0);
    assertThat(sme.by("room-alarms")).hasCount(0);
    assertThat(sme.by("log")).containsText("Alarm cleared: Nozzle too hot");
    technician.by("alarms-which").selectOption("cleared");
    assertThat(alarm.first()).hasAttribute("data-state", "cleared");

    asked.post("/sessions/" + session + "/end");
    await()
        .until(() -> "ended".equals(asked.get("/sessions/" + session).json().getString("state")));
    sme.by("to-history").click();
    assertThat(sme.by("session-alarms")).containsText("Termistore staccato, sostituito.");
    look(sme, "alarms-record", "desk");
    sme.isQuietBut("401 /api/v1/me");
    technician.isQuietBut("401 /api/v1/me");
  }

  private void nozzle(OptionalDouble celsius) {
    Fault hot = new Fault.HotHeater(Heater.NOZZLE, celsius);
    assertThat(lab.demo().demo().machine("printer-1").suffer(hot)).isTrue();
  }

  /** The pages with an alarm on them, in both languages and themes, on desk, tablet and phone. */
  private void looks() {
    for (String theme : new String[] {"dark", "light"}) {
      look(technician.theme(theme).size(1440, 900), "alarms", theme);
      look(sme.theme(theme).size(1440, 900), "alarms-room", theme);
    }
    look(technician.language("en"), "alarms", "english");
    look(technician.language("it").size(820, 1180), "alarms", "tablet");
    look(technician.size(390, 844), "alarms", "phone");
    look(sme.size(820, 1180), "alarms-room", "tablet");
    look(sme.language("it").size(390, 844), "alarms-room", "phone");
    sme.language("en").size(1440, 900);
    Desk colleague = lab.desk("it").signIn("coordinator").open("#/lab/printer-1");
    colleague.find("[data-testid=alarm-NOZZLE_TOO_HOT]");
    look(colleague, "alarms-machine", "desk");
    look(colleague.size(390, 844), "alarms-machine", "phone");
    lab.leave(colleague);
  }

  private static void look(Desk desk, String what, String how) {
    assertThat(desk.barriers()).as(what + " " + how).isEmpty();
    assertThat(desk.overflow()).as("too wide: " + what + " " + how).isZero();
    desk.picture("alarms/" + what + "-" + how);
  }
}
