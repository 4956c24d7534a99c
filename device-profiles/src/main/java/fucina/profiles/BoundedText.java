package fucina.profiles;

import java.util.regex.Pattern;

/**
 * A text under a budget of character reads, so that a pattern that backtracks without end gives up
 * instead of holding a thread. A pattern that fits its text reads each character a few times.
 */
final class BoundedText implements CharSequence {
  private static final int READS_PER_CHARACTER = 1_000;
  private static final int READS_AT_LEAST = 10_000;

  private final String text;
  private int readsLeft;

  private BoundedText(String text) {
    this.text = text;
    this.readsLeft = Math.max(READS_AT_LEAST, text.length() * READS_PER_CHARACTER);
  }

  /**
   * Whether the text matches as a whole; false too where the pattern spends its budget, or where
   * the matcher itself reads beyond the end (JDK 17 does for {@code \b{g}} after {@code \X}).
   */
  static boolean matches(Pattern pattern, String text) {
    try {
      return pattern.matcher(new BoundedText(text)).matches();
    } catch (BudgetSpent | StackOverflowError | IndexOutOfBoundsException e) {
      return false;
    }
  }

  @Override
  public char charAt(int index) {
    if (--readsLeft < 0) {
      throw new BudgetSpent();
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }

  /** Raised inside the matcher only; it carries no trace because it is no fault. */
  private static final class BudgetSpent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BudgetSpent() {
      super("the pattern spent its budget", null, false, false);
    }
  }
}
