package fucina.gateway.registry;

import fucina.profiles.Flaw;
import fucina.profiles.Profile;
import java.util.List;

/** The outcome of adding a profile's text. */
public sealed interface ProfileAdded {
  /** It is there now. */
  record Added(Profile profile) implements ProfileAdded {}

  /** It was there before, letter by letter; nothing has changed. */
  record Unchanged(Profile profile) implements ProfileAdded {}

  /**
   * Its version is taken by another text; a version never changes once machines may be pinned to
   * it.
   *
   * @param kept the one that is there
   * @param hash SHA-256 of the refused text
   */
  record Taken(Profile kept, String hash) implements ProfileAdded {}

  /**
   * Its id is another's to add versions to.
   *
   * @param why what is so of it, e.g. {@code comes with the product}
   */
  record Reserved(String id, String why) implements ProfileAdded {}

  /** It is not sound; every flaw is here, by line. */
  record Flawed(List<Flaw> flaws) implements ProfileAdded {
    public Flawed {
      flaws = List.copyOf(flaws);
    }
  }
}
