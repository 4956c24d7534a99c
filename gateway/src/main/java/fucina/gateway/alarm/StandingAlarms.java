package fucina.gateway.alarm;

import java.util.List;

/**
 * The alarms of a machine that stand, the gravest first.
 *
 * @param number of the last change in it; what has a greater number came after
 */
public record StandingAlarms(long number, List<Occurrence> standing) {}
