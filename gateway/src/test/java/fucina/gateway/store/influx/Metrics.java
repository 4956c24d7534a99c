package fucina.gateway.store.influx;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a gateway's {@code /metrics} says: the sum of each name's series. */
record Metrics(Map<String, Double> sums) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  static Metrics of(String managementUrl) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(managementUrl + "/metrics")).build();
    String text = HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
    Map<String, Double> sums = new TreeMap<>();
    text.lines()
        .filter(line -> !line.startsWith("#") && !line.isBlank())
        .forEach(
            line ->
                sums.merge(
                    line.split("[ {]", 2)[0],
                    Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)),
                    Double::sum));
    return new Metrics(sums);
  }

  Set<String> names() {
    return sums.keySet();
  }

  double value(String name) {
    return sums.getOrDefault(name, Double.NaN);
  }
}
