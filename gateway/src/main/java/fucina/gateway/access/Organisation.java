package fucina.gateway.access;

/**
 * A company, a centre or the network: who people belong to.
 *
 * @param id short name; a centre's organisation has the centre's id
 * @param name full name
 */
public record Organisation(String id, String name) {}
