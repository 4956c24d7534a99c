package fucina.scheduler;

/**
 * One broken rule.
 *
 * @param rule the rule's name, e.g. {@code min-length}, {@code opening-hours}, {@code overlap}
 * @param limit what the rule allows, as text
 * @param actual what was asked, as text
 * @param detail the sentence a person reads
 */
public record Refusal(String rule, String limit, String actual, String detail) {}
