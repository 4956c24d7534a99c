package fucina.simulators.line;

import java.time.Instant;

/**
 * What the line's sensors say at one instant.
 *
 * @param at that instant
 * @param state the PackML state
 * @param mode unit mode: 0 Invalid, 1 Produce, 2 Maintenance, 3 Manual
 * @param speed parts per minute, now
 * @param starved no parts come in
 * @param blocked finished parts do not leave
 * @param produced parts processed since the line was built, scrap included
 * @param defective of these, scrap
 * @param airPressure bar
 * @param airFlow l/min
 * @param power W; NaN while the meter cannot be read
 * @param energy Wh since the line was built; never decreases; NaN as power
 * @param remote the local key stands on REMOTE
 * @param emergencyStop the emergency stop is pressed
 */
public record LineSnapshot(
    Instant at,
    PackState state,
    int mode,
    double speed,
    boolean starved,
    boolean blocked,
    long produced,
    long defective,
    double airPressure,
    double airFlow,
    double power,
    double energy,
    boolean remote,
    boolean emergencyStop) {}
