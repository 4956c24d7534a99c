package fucina.simulators.printer;

import java.util.Locale;

/** The states of Klipper's {@code print_stats}. */
public enum PrinterState {
  STANDBY,
  PRINTING,
  PAUSED,
  COMPLETE,
  CANCELLED,
  ERROR;

  /** As Klipper writes it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
