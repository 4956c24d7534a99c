package fucina.gateway.link;

import java.time.Instant;

/**
 * Something a machine sent that could not be understood. It was acknowledged all the same, so that
 * it does not come back for ever.
 *
 * @param machine the machine's id
 * @param source the topic, node or metric it came on
 * @param reason what is wrong with it, in one sentence
 * @param excerpt the newest one's beginning, at most 200 characters, control characters replaced
 * @param size the newest one's length in bytes
 * @param at when the newest one arrived
 * @param times how many came on this source for this reason
 */
public record DeadLetter(
    String machine,
    String source,
    String reason,
    String excerpt,
    int size,
    Instant at,
    long times) {}
