package fucina.gateway.link;

import fucina.gateway.telemetry.Intake;
import java.util.function.Consumer;

/** Makes links of one protocol; each protocol's room has one. */
public interface LinkFactory {

  /**
   * Makes a link; it does nothing until started.
   *
   * @param settings where and what
   * @param intake where readings go
   * @param onStatus told of every change of state, on any thread; must not block
   */
  MachineLink link(LinkSettings settings, Intake intake, Consumer<LinkStatus> onStatus);

  /**
   * Sets who tells what is stored of machines, so that a link knows from when on it missed
   * something while the gateway was not there. Without it, what was missed then is not told.
   */
  default void stored(StoredReadings readings) {}
}
