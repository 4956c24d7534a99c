package fucina.scheduler;

/** Leases for tests of those who hold one; in the product only the scheduler makes them. */
public final class SomeLeases {
  private SomeLeases() {}

  public static Lease lease(
      String machine, String session, Party party, Window window, long fencing) {
    return new Lease(machine, session, "b1", party, window, fencing);
  }
}
