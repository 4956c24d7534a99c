package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Every operation of the file is called, and every answer is as the file describes it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OpenApiIT
    implements SignInScenes,
        PeopleScenes,
        CalendarScenes,
        WebhookScenes,
        CatalogueScenes,
        FlawScenes,
        RegistrationScenes,
        HealthScenes,
        AlarmScenes,
        BookingScenes,
        ApprovalScenes,
        FairnessScenes,
        BlackoutScenes,
        SeriesScenes,
        SessionScenes,
        RecordScenes,
        UtilisationScenes {
  @TempDir static Path folder;
  private static Cast cast;

  @BeforeAll
  static void open() {
    cast = new Cast(new Lobby(folder));
  }

  @AfterAll
  static void close() {
    cast.lobby.close();
  }

  @Override
  public Cast cast() {
    return cast;
  }

  @Test
  void theFileIsServedToAnybody() {
    assertThat(cast.nobody.get("/openapi.yaml").response().body()).startsWith("openapi:");
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void everyOperationWasCalledAndAnsweredWell() {
    Set<String> missing = new TreeSet<>(cast.lobby.contract.operations().keySet());
    missing.removeAll(cast.described.answeredWell());
    assertThat(missing).isEmpty();
  }
}
