package fucina.profiles;

import java.util.List;

/** The outcome of reading a profile: the profile, or every flaw at once. */
public sealed interface ProfileRead {
  /** It is sound. */
  record Sound(Profile profile) implements ProfileRead {}

  /** It is not; all flaws are here, by line. */
  record Flawed(List<Flaw> flaws) implements ProfileRead {
    public Flawed {
      flaws = List.copyOf(flaws);
    }
  }
}
