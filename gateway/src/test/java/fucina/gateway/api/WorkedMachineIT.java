package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.api.Visitor.Reply;
import fucina.gateway.link.Fingerprint;
import fucina.gateway.link.TrustFolder;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While a machine is being worked nothing takes away the way to stop it. */
class WorkedMachineIT {
  @TempDir static Path folder;
  private static Lobby lobby;
  private static Visitor technician;
  private static String session;

  @BeforeAll
  static void work() {
    lobby = new Lobby(folder);
    Visitor nobody = Visitor.nobody(lobby.port, new Described(lobby.contract));
    technician = nobody.as("technician");
    Instant to = Instant.now().plus(20, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.MINUTES);
    Reply booked =
        nobody
            .as("sme")
            .post(
                "/bookings",
                new JsonObject()
                    .put("machines", new JsonArray().add("robot-1"))
                    .put("to", to.toString()));
    assertThat(booked.status()).as(booked.response().body()).isEqualTo(201);
    session = booked.json().getJsonArray("sessions").getJsonObject(0).getString("id");
  }

  @AfterAll
  static void close() {
    lobby.close();
  }

  @Test
  void aMachineThatIsBeingWorkedIsNeitherRetiredNorMoved() {
    isRefused(technician.delete("/machines/robot-1"));
    JsonObject elsewhere =
        new JsonObject()
            .put("connection", new JsonObject().put("endpoint", "opc.tcp://127.0.0.1:4999"));
    isRefused(technician.patch("/machines/robot-1", elsewhere));
    assertThat(lobby.registry.machine("robot-1")).isPresent();
  }

  @Test
  void theCertificateItsLinkStandsOnIsNotRejected() {
    lobby.trust.presented("robot-1", lobby.certificate);
    String certificate = "/certificates/" + Fingerprint.sha256(lobby.certificate);
    assertThat(technician.post(certificate + "/trust?machine=robot-1").status()).isEqualTo(200);
    isRefused(technician.post(certificate + "/reject?machine=robot-1"));
    assertThat(lobby.trust.list())
        .extracting(TrustFolder.Entry::decision)
        .containsExactly(TrustFolder.Decision.TRUSTED);
    assertThat(lobby.registry.reconnected).isEmpty();
  }

  private static void isRefused(Reply reply) {
    assertThat(reply.status()).as(reply.response().body()).isEqualTo(409);
    JsonObject refusal = reply.json().getJsonArray("refusals").getJsonObject(0);
    assertThat(refusal.getString("rule")).isEqualTo("session");
    assertThat(refusal.getString("actual")).contains(session).contains("until");
  }
}
