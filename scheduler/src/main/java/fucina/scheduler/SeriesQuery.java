package fucina.scheduler;

import java.util.Optional;

/**
 * Which series to list, newest first.
 *
 * @param organisation only those of this organisation
 * @param centre only those with a machine of this centre
 * @param limit how many at most
 * @param after id of the last one of the page before
 */
public record SeriesQuery(
    Optional<String> organisation, Optional<String> centre, int limit, Optional<String> after) {}
