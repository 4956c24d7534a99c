package fucina.simulators.lab;

/** A file that cannot be taken; the message names the file, the line and what would be right. */
public final class FlawedFile extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public FlawedFile(String message) {
    super(message);
  }
}
