package fucina.gateway.api;

import fucina.profiles.Flaw;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is wrong with a profile, in Italian. The profile's reader says it in English; what this does
 * not know stays as it is.
 *
 * <p>{@code flaws.it.tsv} holds a sentence a line, {@code flaw-pieces.it.tsv} what stands inside
 * them and has to be said in Italian too.
 */
final class FlawsInItalian {
  private static final String ANYTHING = "…";
  private static final Pattern PLACE = Pattern.compile("\\$(\\d)|\\{(\\d)}");

  private final List<Sentence> sentences = read("flaws.it.tsv");
  private final List<Sentence> pieces = read("flaw-pieces.it.tsv");

  /** A line: {@code $1} is the first text found, as it stands, {@code {1}} the same in Italian. */
  private record Sentence(String text, Pattern english, String italian) {
    static Sentence of(String line) {
      String[] columns = line.split("\t", -1);
      String pattern =
          Stream.of(columns[0].split(ANYTHING, -1))
              .map(Pattern::quote)
              .collect(Collectors.joining("(.*?)"));
      return new Sentence(columns[0], Pattern.compile(pattern, Pattern.DOTALL), columns[1]);
    }

    int letters() {
      return text.replace(ANYTHING, "").length();
    }
  }

  private static List<Sentence> read(String resource) {
    try (InputStream stream = FlawsInItalian.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException(resource + " is not packaged");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(Sentence::of)
          .sorted(Comparator.comparingInt(Sentence::letters).reversed())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether who asks wants Italian rather than English, by their {@code Accept-Language}. */
  static boolean wanted(String acceptLanguage) {
    try {
      List<Locale.LanguageRange> ranges = Locale.LanguageRange.parse(acceptLanguage);
      return "it".equals(Locale.lookupTag(ranges, List.of("it", "en")));
    } catch (IllegalArgumentException e) {
      return false; // who cannot be understood is answered in English
    }
  }

  /** The same flaws, their reasons in Italian. */
  List<Flaw> of(List<Flaw> flaws) {
    return flaws.stream()
        .map(flaw -> new Flaw(flaw.line(), flaw.key(), of(flaw.reason()).orElseGet(flaw::reason)))
        .toList();
  }

  /** A reason in Italian; empty where its sentence is not known. */
  Optional<String> of(String reason) {
    return said(sentences, reason);
  }

  private Optional<String> said(List<Sentence> known, String text) {
    for (Sentence sentence : known) {
      Matcher found = sentence.english().matcher(text);
      if (found.matches()) {
        return Optional.of(
            PLACE
                .matcher(sentence.italian())
                .replaceAll(place -> Matcher.quoteReplacement(put(place, found))));
      }
    }
    return Optional.empty();
  }

  private String put(MatchResult place, MatchResult found) {
    if (place.group(1) != null) {
      return found.group(Integer.parseInt(place.group(1)));
    }
    String piece = found.group(Integer.parseInt(place.group(2)));
    return said(pieces, piece).orElse(piece);
  }

  /** For the test: the sentences and pieces as they stand in the reader. */
  List<String> known() {
    return Stream.of(sentences, pieces).flatMap(List::stream).map(Sentence::text).toList();
  }
}
