package fucina.gateway.notice;

import fucina.gateway.access.Preferences.Language;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/** What mails say, in each language: {@code notices/….properties}. */
final class Texts {
  private static final Map<Language, Properties> ALL = new EnumMap<>(Language.class);

  static {
    for (Language language : Language.values()) {
      ALL.put(language, read(language));
    }
  }

  private Texts() {}

  /**
   * A text with its blanks filled in.
   *
   * @param filled what stands for {@code {word}} in it
   */
  static String text(Language language, String key, Map<String, String> filled) {
    String text =
        Objects.requireNonNull(
            of(language).getProperty(key), () -> "no text " + key + " in " + language);
    for (Map.Entry<String, String> blank : filled.entrySet()) {
      text = text.replace("{" + blank.getKey() + "}", blank.getValue());
    }
    return text;
  }

  static Properties of(Language language) {
    return Objects.requireNonNull(ALL.get(language));
  }

  private static Properties read(Language language) {
    String file = "/notices/" + language.name().toLowerCase(Locale.ROOT) + ".properties";
    try (InputStream in = Objects.requireNonNull(Texts.class.getResourceAsStream(file), file)) {
      Properties texts = new Properties();
      texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
      return texts;
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }
}
