package fucina.gateway.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * What was reached a second.
 *
 * @param raw by the bare client
 * @param fucina by the whole way
 */
public record Rates(double raw, double fucina) {
  /** Measures one rate. */
  interface Measured {
    double rate() throws Exception;
  }

  /** The medians of several runs, the two in turn so that both have the same weather. */
  static Rates inTurn(int runs, Measured raw, Measured fucina) throws Exception {
    List<Double> raws = new ArrayList<>();
    List<Double> fucinas = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      raws.add(raw.rate());
      fucinas.add(fucina.rate());
    }
    return new Rates(median(raws), median(fucinas));
  }

  static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
