package fucina.profiles;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** All profiles by id, every version of each; it never changes, adding gives a new one. */
public final class Catalogue {
  private static final List<String> PACKAGED =
      List.of(
          "energy-meter-opcua",
          "lab-device-lads",
          "line-packml",
          "line-sparkplug",
          "printer-fff-bambu",
          "printer-fff-klipper",
          "printer-fff-octoprint",
          "robot-arm-6axis",
          "robot-arm-monitored",
          "sensor-mqtt");

  private static final Comparator<String> BY_VERSION =
      Comparator.comparing(Catalogue::numbers, Catalogue::compare)
          .thenComparing(Comparator.naturalOrder());

  private final Map<String, NavigableMap<String, Profile>> byId;

  private Catalogue(Map<String, NavigableMap<String, Profile>> byId) {
    this.byId = Collections.unmodifiableMap(new TreeMap<>(byId));
  }

  private static List<BigInteger> numbers(String version) {
    return Stream.of(version.split("\\.")).map(BigInteger::new).toList();
  }

  private static int compare(List<BigInteger> one, List<BigInteger> other) {
    return IntStream.range(0, Math.min(one.size(), other.size()))
        .map(i -> one.get(i).compareTo(other.get(i)))
        .filter(order -> order != 0)
        .findFirst()
        .orElse(Integer.compare(one.size(), other.size()));
  }

  /**
   * The profiles packaged with the product.
   *
   * @throws IllegalStateException if one is not sound, which its tests rule out
   */
  public static Catalogue builtIn() {
    ProfileReader reader = new ProfileReader();
    Catalogue catalogue = new Catalogue(Map.of());
    for (String id : PACKAGED) {
      ProfileRead read = reader.read(packaged(id));
      if (read instanceof ProfileRead.Flawed flawed) {
        throw new IllegalStateException("packaged profile " + id + ": " + flawed.flaws());
      }
      catalogue = catalogue.with(((ProfileRead.Sound) read).profile());
    }
    return catalogue;
  }

  private static String packaged(String id) {
    String resource = "/profiles/" + id + ".yaml";
    try (InputStream stream = Catalogue.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException(resource + " is not packaged");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The newest version of that id. */
  public Optional<Profile> profile(String id) {
    return versions(id).stream().findFirst();
  }

  /** That version of that id. */
  public Optional<Profile> profile(String id, String version) {
    return versions(id).stream().filter(one -> one.version().equals(version)).findFirst();
  }

  /** Every version of that id, newest first; none where there is no such profile. */
  public List<Profile> versions(String id) {
    return Optional.ofNullable(byId.get(id))
        .map(versions -> List.copyOf(versions.descendingMap().values()))
        .orElse(List.of());
  }

  /** The newest version of every profile, by id. */
  public List<Profile> profiles() {
    return byId.values().stream().map(versions -> versions.lastEntry().getValue()).toList();
  }

  /** This catalogue and one more profile, which replaces one of the same id and version. */
  public Catalogue with(Profile profile) {
    Map<String, NavigableMap<String, Profile>> more = new TreeMap<>(byId);
    NavigableMap<String, Profile> versions = new TreeMap<>(BY_VERSION);
    versions.putAll(more.getOrDefault(profile.id(), Collections.emptyNavigableMap()));
    versions.put(profile.version(), profile);
    more.put(profile.id(), versions);
    return new Catalogue(more);
  }

  /**
   * This catalogue and every profile file ({@code .yaml}, {@code .yml}, {@code .json}) directly in
   * a folder. A file with the id and version of another text is a flaw of that file.
   */
  public FolderRead with(Path folder) {
    ProfileReader reader = new ProfileReader();
    Map<Path, List<Flaw>> flaws = new TreeMap<>();
    Catalogue catalogue = this;
    List<Path> files;
    try (Stream<Path> listed = Files.list(folder)) {
      files = listed.filter(Catalogue::isProfile).sorted().toList();
    } catch (IOException e) {
      return new FolderRead(this, Map.of(folder, List.of(unreadable(e))));
    }
    for (Path file : files) {
      ProfileRead read = read(reader, file);
      if (read instanceof ProfileRead.Flawed flawed) {
        flaws.put(file, flawed.flaws());
      } else if (read instanceof ProfileRead.Sound sound) {
        Optional<Profile> known =
            catalogue.profile(sound.profile().id(), sound.profile().version());
        if (known.filter(one -> !one.source().equals(sound.profile().source())).isPresent()) {
          flaws.put(file, List.of(new Flaw(0, "version.model", taken(sound.profile()))));
        } else {
          catalogue = catalogue.with(sound.profile());
        }
      }
    }
    return new FolderRead(catalogue, flaws);
  }

  private static boolean isProfile(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return Files.isRegularFile(file)
        && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"));
  }

  private static String taken(Profile profile) {
    return profile.version()
        + " of "
        + profile.id()
        + " is another text; give this one a version, or an id, of its own";
  }

  private static ProfileRead read(ProfileReader reader, Path file) {
    try {
      if (Files.size(file) > ProfileReader.MAX_BYTES) {
        String reason = "has more than " + ProfileReader.MAX_BYTES + " bytes";
        return new ProfileRead.Flawed(List.of(new Flaw(0, "", reason)));
      }
      return reader.read(Files.readString(file));
    } catch (CharacterCodingException e) {
      return new ProfileRead.Flawed(
          List.of(new Flaw(0, "", "is not UTF-8 text; save it as UTF-8")));
    } catch (IOException e) {
      return new ProfileRead.Flawed(List.of(unreadable(e)));
    }
  }

  private static Flaw unreadable(IOException e) {
    return new Flaw(
        0, "", "cannot be read: " + e.getClass().getSimpleName() + " " + e.getMessage());
  }

  /**
   * The outcome of reading a folder.
   *
   * @param catalogue with every sound profile of the folder
   * @param flaws of the others, by file; empty where all are sound
   */
  public record FolderRead(Catalogue catalogue, Map<Path, List<Flaw>> flaws) {
    public FolderRead {
      flaws = Collections.unmodifiableMap(new TreeMap<>(flaws));
    }
  }
}
