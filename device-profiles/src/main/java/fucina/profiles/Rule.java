package fucina.profiles;

/** One thing a sound profile keeps to that a schema cannot say; it notes every departure. */
@FunctionalInterface
interface Rule {
  void check(Draft draft, Flaws flaws);
}
