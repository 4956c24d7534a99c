package fucina.gateway;

import fucina.profiles.Catalogue;

/** The profiles machines may be registered with. */
final class ProfilesInUse {
  private ProfilesInUse() {}

  /** The profiles packaged with the product and those of the extra folder, all sound. */
  static Catalogue of(Settings settings) {
    Catalogue builtIn = Catalogue.builtIn();
    if (settings.profiles().isEmpty()) {
      return builtIn;
    }
    Catalogue.FolderRead read = builtIn.with(settings.profiles().get());
    if (!read.flaws().isEmpty()) {
      StringBuilder said = new StringBuilder("Profiles are not sound:");
      read.flaws()
          .forEach(
              (file, flaws) ->
                  flaws.forEach(
                      flaw ->
                          said.append("\n  ")
                              .append(file)
                              .append(':')
                              .append(flaw.line())
                              .append(": ")
                              .append(flaw.key())
                              .append(' ')
                              .append(flaw.reason())));
      throw new StartFailure(said.toString());
    }
    return read.catalogue();
  }
}
