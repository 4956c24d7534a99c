package fucina.gateway.registry;

/**
 * A competence centre.
 *
 * @param id short name, e.g. {@code made}
 * @param name full name
 * @param city where its lab is
 */
public record Centre(String id, String name, String city) {}
