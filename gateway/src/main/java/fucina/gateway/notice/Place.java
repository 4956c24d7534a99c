package fucina.gateway.notice;

import java.time.ZoneId;

/**
 * A machine as people know it.
 *
 * @param name what people call it
 * @param zone its wall clock
 * @param centre the name of the centre that owns it
 * @param city where that is
 */
public record Place(String name, ZoneId zone, String centre, String city) {}
