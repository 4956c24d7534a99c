package fucina.simulators.printer;

import fucina.simulators.mqtt.BrokerAccess;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a simulated printer is told before it starts.
 *
 * @param id its name in the lab, and what its topics begin with, as {@code printer-1}
 * @param broker where it connects, and as whom
 * @param pace how much faster than a real one
 * @param folder where its energy counter is kept through a restart; empty: it begins at zero
 */
public record PrinterSettings(
    String id, BrokerAccess broker, PrinterPace pace, Optional<Path> folder) {}
