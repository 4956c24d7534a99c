package fucina.gateway.registry;

import fucina.profiles.Catalogue;
import fucina.profiles.Profile;
import fucina.profiles.ProfileRead;
import fucina.profiles.ProfileReader;
import fucina.scheduler.Actor;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every version of every profile: those that come with the product and those that were added. A
 * version the product no longer brings stays for the machines that are pinned to it.
 */
final class ProfileShelf {
  private static final Logger LOG = LoggerFactory.getLogger(ProfileShelf.class);

  private final ProfileTable table;
  private final Catalogue packaged;
  private volatile Catalogue catalogue;

  /**
   * @param packaged the profiles that come with the product, and those of the extra folder
   */
  ProfileShelf(ProfileTable table, Catalogue packaged) {
    this.table = table;
    this.packaged = packaged;
    this.catalogue = packaged;
  }

  /** Reads what was added before, and keeps what comes with the product. */
  Future<Void> start() {
    return table
        .texts()
        .compose(
            texts -> {
              texts.forEach(this::take);
              return Future.all(
                  packaged.profiles().stream()
                      .flatMap(profile -> packaged.versions(profile.id()).stream())
                      .map(table::keep)
                      .toList());
            })
        .mapEmpty();
  }

  /** The newest version of each. */
  List<Profile> newest() {
    return catalogue.profiles();
  }

  /** Every version of one, newest first. */
  List<Profile> versions(String id) {
    return catalogue.versions(id);
  }

  Optional<Profile> profile(String id) {
    return catalogue.profile(id);
  }

  Optional<Profile> profile(String id, String version) {
    return catalogue.profile(id, version);
  }

  /** Adds a profile's text, unless it is flawed or its version is another text's. */
  Future<ProfileAdded> add(String text, Actor actor) {
    ProfileRead read = new ProfileReader().read(text);
    if (read instanceof ProfileRead.Flawed flawed) {
      return Future.succeededFuture(new ProfileAdded.Flawed(flawed.flaws()));
    }
    Profile profile = ((ProfileRead.Sound) read).profile();
    Optional<Profile> known = profile(profile.id(), profile.version());
    if (known.isPresent()) {
      return Future.succeededFuture(held(known.get(), profile));
    }
    if (packaged.profile(profile.id()).isPresent()) {
      return Future.succeededFuture(
          new ProfileAdded.Reserved(profile.id(), "comes with the product"));
    }
    return table
        .add(profile, actor)
        .map(
            kept ->
                kept.map(stands -> added(profile, stands))
                    .orElseGet(
                        () ->
                            new ProfileAdded.Reserved(
                                profile.id(), "was added by another centre")));
  }

  /** Another gateway may have added that version a moment before. */
  private ProfileAdded added(Profile profile, String keptText) {
    if (keptText.equals(profile.source())) {
      put(profile);
      return new ProfileAdded.Added(profile);
    }
    take(keptText);
    Profile kept = profile(profile.id(), profile.version()).orElse(profile);
    return new ProfileAdded.Taken(kept, profile.hash());
  }

  private static ProfileAdded held(Profile known, Profile given) {
    return known.source().equals(given.source())
        ? new ProfileAdded.Unchanged(known)
        : new ProfileAdded.Taken(known, given.hash());
  }

  private void take(String text) {
    ProfileRead read = new ProfileReader().read(text);
    if (read instanceof ProfileRead.Flawed flawed) {
      LOG.error(
          "a profile that was added before is no longer sound and is left out: {}", flawed.flaws());
      return;
    }
    Profile profile = ((ProfileRead.Sound) read).profile();
    Optional<Profile> known = profile(profile.id(), profile.version());
    if (known.isEmpty()) {
      put(profile);
    } else if (!known.get().hash().equals(profile.hash())) {
      LOG.warn(
          "profile {} {} that comes with the product ({}) differs from the one kept before ({}); the"
              + " product's is used",
          profile.id(),
          profile.version(),
          known.get().hash(),
          profile.hash());
    }
  }

  private synchronized void put(Profile profile) {
    catalogue = catalogue.with(profile);
  }

  /** The version a machine is pinned to; the newest where it is gone or was never said. */
  Optional<Profile> pinned(String id, Optional<String> version) {
    Optional<Profile> found = version.flatMap(wanted -> profile(id, wanted)).or(() -> profile(id));
    if (found.isEmpty()) {
      LOG.error("profile {} is gone; the machines registered with it are left out", id);
    } else if (version.isPresent() && !version.get().equals(found.get().version())) {
      LOG.error(
          "profile {} has no version {} any more; its machines use {}",
          id,
          version.get(),
          found.get().version());
    }
    return found;
  }
}
