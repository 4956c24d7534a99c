package fucina.profiles;

/**
 * One thing wrong with a profile.
 *
 * @param line line in the file, from 1; 0 where the whole file is meant
 * @param key path of the key, e.g. {@code actions.start.fucina.preconditions}
 * @param reason what is wrong and what would be right, in one sentence
 */
public record Flaw(int line, String key, String reason) {}
