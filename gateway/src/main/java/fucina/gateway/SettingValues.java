package fucina.gateway;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The texts that were set, and what they mean: each that means nothing is a flaw with its place.
 */
final class SettingValues {
  private static final Pattern URL_PASSWORD = Pattern.compile("(://[^:/@]+):[^@]+@");
  private static final Pattern URL_USER = Pattern.compile("(://)[^/@]*@");
  static final Pattern DATABASE_URL =
      Pattern.compile(
          "postgres(ql)?://[^\\s/@]+(:[^\\s@]*)?@[^\\s/:]+(:\\d+)?/\\S+|postgres(ql)?://[^\\s/:@]+(:\\d+)?/\\S+");
  private static final Pattern DAYS = Pattern.compile("[1-9][0-9]{0,4}d");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.-]{1,40}");
  static final Pattern BROKER_URL = Pattern.compile("mqtts?://[^\\s/:]+(:\\d+)?");

  static final Pattern PUBLIC_URL = Pattern.compile("https?://[^\\s/?#]+(/[^\\s?#]*)?");

  static final Pattern MAIL = Pattern.compile("[^\\s@<>,;]+@[A-Za-z0-9]([A-Za-z0-9.-]{0,252})");

  /** Without credentials, which belong in a file. */
  static final Pattern INFLUX_URL =
      Pattern.compile("https?://[^\\s/?#@:]+(:\\d{1,5})?(/[^\\s?#]*)?");

  /** A name (RFC 1123), an IPv4 or an IPv6 address. */
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,252})|[0-9a-fA-F:]+");

  private static final Pattern NETWORK =
      Pattern.compile("(?<address>[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:]+)/(?<bits>[0-9]{1,3})");

  private final Map<String, String> values = new TreeMap<>(Settings.DEFAULTS);
  private final Map<String, String> places = new TreeMap<>();
  private final List<String> flaws;

  /**
   * @param flaws where flaws are added
   */
  SettingValues(List<String> flaws) {
    this.flaws = flaws;
  }

  /**
   * @param place where it was set, to begin a sentence with
   */
  void put(String key, String value, String place) {
    values.put(key, value);
    places.put(key, place);
  }

  /** All of them, one a line, secrets masked. */
  List<String> effective() {
    return values.entrySet().stream()
        .map(e -> e.getKey() + " = " + masked(e.getKey(), e.getValue()))
        .toList();
  }

  /** Where a key was set, to begin a sentence with; empty where it was not. */
  String place(String key) {
    return places.getOrDefault(key, "");
  }

  void flaw(String key, String what) {
    flaws.add(place(key) + key + ": " + what);
  }

  String text(String key) {
    String value = values.getOrDefault(key, "");
    if (value.isBlank()) {
      flaw(key, "must not be empty");
      return Settings.DEFAULTS.getOrDefault(key, "");
    }
    return value;
  }

  Optional<String> optional(String key) {
    return Optional.of(values.getOrDefault(key, "")).filter(value -> !value.isBlank());
  }

  Optional<Path> path(String key) {
    return optional(key).map(value -> Path.of(value).toAbsolutePath());
  }

  Optional<String> matching(String key, Pattern pattern, String example) {
    Optional<String> value = optional(key);
    if (value.isPresent() && !pattern.matcher(value.get()).matches()) {
      flaw(key, "\"" + masked(key, value.get()) + "\" is not an address like " + example);
    }
    return value;
  }

  /** Whole days, as {@code 90d}. */
  Optional<Duration> days(String key) {
    Optional<String> value = optional(key);
    if (value.isPresent() && !DAYS.matcher(value.get()).matches()) {
      flaw(key, "\"" + value.get() + "\" is no number of days like 90d; empty keeps for ever");
      return Optional.empty();
    }
    return value.map(text -> Duration.ofDays(Long.parseLong(text.substring(0, text.length() - 1))));
  }

  String word(String key) {
    String value = text(key);
    if (!WORD.matcher(value).matches()) {
      flaw(key, "\"" + value + "\" has more than letters, digits, dots, dashes (40)");
    }
    return value;
  }

  String host(String key) {
    String value = text(key);
    if (!HOST.matcher(value).matches()) {
      flaw(key, "\"" + value + "\" is no host name and no address like 127.0.0.1");
    }
    return value;
  }

  String uri(String key) {
    String value = text(key);
    try {
      if (URI.create(value).isAbsolute()) {
        return value;
      }
    } catch (IllegalArgumentException e) {
      // told below, with what would be right
    }
    flaw(key, "\"" + value + "\" is no URI like urn:example:fucina");
    return value;
  }

  private static boolean isNetwork(String network) {
    Matcher parts = NETWORK.matcher(network);
    if (!parts.matches()) {
      return false;
    }
    String address = parts.group("address");
    boolean four = address.indexOf(':') < 0;
    boolean bytes =
        !four || Stream.of(address.split("\\.")).allMatch(part -> Integer.parseInt(part) <= 255);
    return bytes && Integer.parseInt(parts.group("bits")) <= (four ? 32 : 128);
  }

  int port(String key) {
    return number(key, 0, 65_535);
  }

  int number(String key, int least, int most) {
    String value = values.getOrDefault(key, "");
    try {
      int number = Integer.parseInt(value.trim());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below, with the range that would be right
    }
    flaw(key, "\"" + value + "\" is not a whole number from " + least + " to " + most);
    return least;
  }

  List<String> networks(String key) {
    List<String> networks =
        optional(key).map(value -> List.of(value.split("\\s*,\\s*"))).orElse(List.of());
    for (String network : networks) {
      if (!isNetwork(network)) {
        flaw(key, "\"" + network + "\" is not a network like 192.168.10.0/24 or fd00::/8");
      }
    }
    return networks;
  }

  String oneOf(String key, String... allowed) {
    String value = values.getOrDefault(key, "");
    if (!List.of(allowed).contains(value)) {
      flaw(key, "\"" + value + "\" is not one of " + String.join(", ", allowed));
    }
    return value;
  }

  private static String masked(String key, String value) {
    if (key.equals("influx.url")) {
      return URL_USER.matcher(value).replaceAll("$1***@");
    }
    return Settings.MASKED.contains(key)
        ? URL_PASSWORD.matcher(value).replaceAll("$1:***@")
        : value;
  }
}
