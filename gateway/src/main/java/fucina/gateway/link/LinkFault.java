package fucina.gateway.link;

/** Why an attempt to connect ended, in the words a technician reads. */
public final class LinkFault extends Exception {
  private static final long serialVersionUID = 1;
  private final LinkState state;

  /**
   * Makes a fault.
   *
   * @param state where the link stands because of it
   * @param sentence what to do about it
   */
  public LinkFault(LinkState state, String sentence, Throwable cause) {
    super(sentence, cause);
    this.state = state;
  }

  public LinkFault(LinkState state, String sentence) {
    super(sentence);
    this.state = state;
  }

  /** Where the link stands because of it. */
  public LinkState state() {
    return state;
  }

  /** What to do about it. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
