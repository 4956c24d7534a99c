package fucina.gateway.store.influx;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The dashboards as files: what they name is there. Their questions are asked in LabInfluxIT. */
class GrafanaBoardsTest {
  private static JsonObject yaml(String file) throws Exception {
    Map<String, Object> read =
        new Yaml().load(Files.readString(GrafanaBoards.GRAFANA.resolve(file)));
    return new JsonObject(read);
  }

  @Test
  void everyPanelHasAPlaceOfItsOwnAndAsksAProvisionedSource() throws Exception {
    Set<String> sources = new HashSet<>();
    JsonArray provisioned =
        yaml("provisioning/datasources/fucina.yaml").getJsonArray("datasources");
    for (int i = 0; i < provisioned.size(); i++) {
      sources.add(provisioned.getJsonObject(i).getString("uid"));
    }
    assertThat(GrafanaBoards.files()).hasSize(3);
    Set<String> ids = new HashSet<>();
    for (Path file : GrafanaBoards.files()) {
      JsonObject board = GrafanaBoards.read(file);
      assertThat(ids.add(board.getString("uid"))).as("%s has an id of its own", file).isTrue();
      Set<String> cells = new HashSet<>();
      JsonArray panels = board.getJsonArray("panels");
      assertThat(panels).isNotEmpty();
      for (int i = 0; i < panels.size(); i++) {
        JsonObject panel = panels.getJsonObject(i);
        assertThat(panel.getString("title")).isNotBlank();
        JsonArray targets = panel.getJsonArray("targets");
        for (int t = 0; t < targets.size(); t++) {
          assertThat(sources)
              .contains(targets.getJsonObject(t).getJsonObject("datasource").getString("uid"));
        }
        JsonObject at = panel.getJsonObject("gridPos");
        assertThat(at.getInteger("x") + at.getInteger("w")).isLessThanOrEqualTo(24);
        for (int x = 0; x < at.getInteger("w"); x++) {
          for (int y = 0; y < at.getInteger("h"); y++) {
            String cell = (at.getInteger("x") + x) + "," + (at.getInteger("y") + y);
            assertThat(cells.add(cell)).as("%s: %s", panel.getString("title"), cell).isTrue();
          }
        }
      }
    }
    assertThat(GrafanaBoards.all("influxdb")).hasSizeGreaterThan(10);
    assertThat(GrafanaBoards.all("prometheus")).hasSizeGreaterThan(20);
  }

  @Test
  void whatComposeMountsIsThere() throws Exception {
    JsonObject services = yaml("compose.yaml").getJsonObject("services");
    assertThat(services.fieldNames()).containsExactly("influxdb", "prometheus", "grafana");
    for (String service : services.fieldNames()) {
      for (Object volume : services.getJsonObject(service).getJsonArray("volumes")) {
        String from = volume.toString().split(":")[0];
        if (from.startsWith("./")) {
          assertThat(GrafanaBoards.GRAFANA.resolve(from)).exists();
        }
      }
    }
    assertThat(yaml("prometheus.yaml").fieldNames()).contains("scrape_configs");
    assertThat(yaml("provisioning/dashboards/fucina.yaml").fieldNames()).contains("providers");
  }
}
