package fucina.gateway.link;

import java.time.Instant;
import java.util.Optional;

/**
 * Something a machine reported by itself: an event, or a change of an alarm (OPC 10000-9).
 *
 * @param machine the machine's id
 * @param id what the machine calls this one occurrence; the same again is the same event
 * @param condition what the machine calls the alarm whose change this is, and which stays the same
 *     over its life; empty for a plain event
 * @param type kind of event as its wire names it; for OPC UA the node id of its type, e.g. {@code
 *     i=2915} for AlarmConditionType
 * @param source what part of the machine it is about
 * @param severity 1 (least) to 1000 (OPC 10000-5 §6.4.2)
 * @param message what the machine says
 * @param active whether the alarm holds now; empty for a plain event
 * @param acknowledged whether somebody has acknowledged it; empty where that is not asked
 * @param retained whether the machine still shows it among the conditions to look at
 * @param time when it happened, in our clock
 */
public record MachineEvent(
    String machine,
    String id,
    Optional<String> condition,
    String type,
    String source,
    int severity,
    String message,
    Optional<Boolean> active,
    Optional<Boolean> acknowledged,
    boolean retained,
    Instant time) {}
