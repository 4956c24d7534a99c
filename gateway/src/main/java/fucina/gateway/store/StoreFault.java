package fucina.gateway.store;

/** A store did not do what was asked; whether to ask again is the caller's to judge. */
public final class StoreFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StoreFault(String message) {
    super(message);
  }

  public StoreFault(String message, Throwable cause) {
    super(message, cause);
  }
}
