package fucina.profiles;

/**
 * A title a person reads, in English and Italian; the English one stands where no Italian is given.
 */
public record Label(String en, String it) {
  public static Label of(String en) {
    return new Label(en, en);
  }
}
