package fucina.simulators.printer;

/**
 * How much faster than a real printer this one goes.
 *
 * @param heating factor on heating and cooling, 1 to 20; 1 is 2.5 °C/s at the nozzle and 0.4 °C/s
 *     at the bed
 * @param printing factor on printing, 1 to 1000; 1 is 20 to 90 s a layer
 */
public record PrinterPace(double heating, double printing) {

  /** As a real printer. */
  public static final PrinterPace REAL = new PrinterPace(1, 1);

  /** A small part in about a minute and a half, heating included. */
  public static final PrinterPace DEMO = new PrinterPace(5, 50);

  public PrinterPace {
    if (!(heating >= 1 && heating <= 20) || !(printing >= 1 && printing <= 1000)) {
      throw new IllegalArgumentException("heating goes 1 to 20 times faster, printing 1 to 1000");
    }
  }
}
