package fucina.scheduler;

/**
 * Who asks for or holds a machine.
 *
 * @param person id of the person
 * @param organisation id of the organisation the person acts for
 */
public record Party(String person, String organisation) {}
