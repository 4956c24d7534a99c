package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.profiles.Flaw;
import fucina.profiles.ProfileRead;
import fucina.profiles.ProfileReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** The sentences are those of the profile's reader, and it has no others. */
final class FlawsInItalianTest {
  private static final FlawsInItalian ITALIAN = new FlawsInItalian();
  private static final Path READER = Path.of("..", "device-profiles", "src");
  private static final Pattern CUT = Pattern.compile("\"\\s*\\+\\s*\"");
  private static final Pattern LITERAL = Pattern.compile("\"([^\"\n]*)\"");
  private static final Pattern DESCRIBED =
      Pattern.compile("\"pattern\": \"[^\"]*\",\\s*\"description\": \"([^\"]*)\"");
  private static final Pattern PARTED = Pattern.compile("…|\"|; | or | \\{ ");

  /** The classes whose texts become reasons. */
  private static final Pattern SPEAKS =
      Pattern.compile(
          "(\\w*Rules|PartReader|PlainScalar|Part|Shape|Flaws|Nearest|ProfileReader|Draft"
              + "|DraftSignal|Arguments|BrowsePaths|NodeIds|Topics)\\.java");

  /** Texts of theirs that are no reasons, but of exceptions. */
  private static final Set<String> NO_REASONS =
      Set.of("not worth reading on", " is not packaged", "the schema uses ");

  /** English words that no key, type or example of a profile is. */
  private static final Pattern ENGLISH =
      Pattern.compile(
          "(?i)(?<!:)\\b(the|an|is|are|of|must|write|leave|missing|here|known|did|does|belongs"
              + "|which|expected|found|a (text|number|list|whole|block|value)|illegal)\\b");

  @Test
  void eachSentenceStandsInTheReaderOrItsLibraries() throws IOException {
    StringBuilder said = new StringBuilder(schema());
    sources(Pattern.compile(".*\\.java")).forEach(said::append);
    for (String name :
        List.of(
            "scanner/ScannerImpl",
            "reader/StreamReader",
            "parser/ParserImpl",
            "parser/ParserImpl$ParseDocumentStart",
            "parser/ParserImpl$ParseBlockMappingKey",
            "parser/ParserImpl$ParseFlowMappingKey",
            "parser/ParserImpl$ParseFlowSequenceEntry")) {
      said.append(constants(Yaml.class, name + ".class"));
    }
    said.append(constants(Pattern.class, "Pattern.class"));
    String all = unveiled(said.toString());

    assertThat(ITALIAN.known()).hasSizeGreaterThan(200);
    assertThat(ITALIAN.known().stream().flatMap(PARTED::splitAsStream))
        .filteredOn(piece -> piece.strip().length() > 8)
        .filteredOn(piece -> !all.contains(piece.substring(Math.max(0, piece.length() - 22))))
        .isEmpty();
  }

  @Test
  void theReaderHasNoOtherSentences() throws IOException {
    Set<String> unknown = new TreeSet<>();
    for (String source : sources(SPEAKS)) {
      LITERAL
          .matcher(source)
          .results()
          .map(literal -> unveiled(literal.group(1)))
          .filter(text -> text.matches(".*[a-z]{2,} [a-z]{2,}.*"))
          .forEach(unknown::add);
    }
    assertThat(unknown).hasSizeGreaterThan(100);
    unknown.removeIf(text -> ITALIAN.known().stream().anyMatch(known -> known.contains(text)));
    assertThat(unknown).containsExactlyInAnyOrderElementsOf(NO_REASONS);
  }

  @Test
  void eachDescriptionInTheSchemaIsTold() throws IOException {
    List<String> descriptions =
        DESCRIBED.matcher(schema()).results().map(found -> unveiled(found.group(1))).toList();
    assertThat(descriptions).hasSizeGreaterThan(10);
    assertThat(descriptions).allSatisfy(text -> isItalian("is no good name; write " + text));
  }

  @Test
  void whatEachSpoiledProfileHasWrongIsTold() throws IOException {
    List<String> spoiled = spoiled();
    assertThat(spoiled).hasSizeGreaterThan(150);
    spoiled.forEach(FlawsInItalianTest::isTold);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "just words",
        "[1, 2]",
        "a: 1\na: 2",
        "a: &x 1\nb: *x",
        "a: !own 1",
        "a: 1\n---\nb: 2",
        "? [a, b]\n: 1",
        "\"\\n\": 1",
        "a: on",
        "a: 10:30",
        "a: 007",
        "a: 0x1F",
        "a: 1e999",
        "a: 2026-11-22",
        "a: b: c",
        "a: [",
        "a: [b",
        "{",
        "{ a",
        "a: @b",
        "\t- x",
        "a: \"b",
        "a: \"\\q\"",
        "a: 1\n- b",
        "? a\nb",
        "\u0000"
      })
  void aTextThatIsNoProfileIsTold(String text) {
    isTold(text);
  }

  @Test
  void whatIsTooLongTooDeepOrTooMuchIsTold() {
    isTold("# " + "x".repeat(ProfileReader.MAX_BYTES));
    isTold("a: " + "x".repeat(3_000));
    isTold("a: " + "[".repeat(50));
    isTold("a: 1\n".repeat(300));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(", ")", "[", "*", "a{", "a{2,1}", "\\j", "(?y)", "(?<a", "\\p{X}", "[b-a]"})
  void aBrokenPatternIsTold(String pattern) throws IOException {
    isTold(sound("robot").replace("\"[a-z]{1,20}\"", "'" + pattern + "'"));
  }

  @Test
  void figuresArePutInAsTheyStandOrInItalian() {
    assertThat(ITALIAN.of("robot.mod is not a signal of this profile; did you mean robot.mode?"))
        .contains("robot.mod non è un segnale di questo profilo; intendevi robot.mode?");
    assertThat(ITALIAN.of("must be a text or a list, not a number"))
        .contains("dev’essere un testo o un elenco, ma è un numero");
    assertThat(ITALIAN.of("is outside its bounds; it is a whole number, at least 1, at most 100"))
        .contains("è fuori dai suoi limiti; dev’essere un numero intero, almeno 1, al massimo 100");
    assertThat(ITALIAN.of("never uses the argument $1; write \"${input.$1}\" or drop it"))
        .contains("non usa mai il parametro $1; scrivi \"${input.$1}\" o toglilo");
    assertThat(ITALIAN.of("a text is no value of mode; write one of a number, nothing"))
        .contains("a text non è un valore di mode; scrivi uno di questi: a number, nothing");
  }

  @Test
  void aSentenceNobodyKnowsStaysAsItIs() {
    Flaw known = new Flaw(1, "title", "must not be empty");
    Flaw unknown = new Flaw(2, "fucina", "is made of cheese");
    assertThat(ITALIAN.of(List.of(known, unknown)))
        .containsExactly(new Flaw(1, "title", "non può essere vuoto"), unknown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "it | true",
        "IT-ch | true",
        "it-IT,it;q=0.9,en;q=0.8 | true",
        "en;q=0.1, it;q=0.2 | true",
        "de, it;q=0.5, en;q=0.1 | true",
        "en | false",
        "en-GB,it;q=0.5 | false",
        "de | false",
        "* | false",
        "it;q=0 | false",
        "it;q=much | false",
        ";; | false",
        "'' | false"
      })
  void italianIsForWhomItComesBeforeEnglish(String acceptLanguage, boolean wanted) {
    assertThat(FlawsInItalian.wanted(acceptLanguage)).isEqualTo(wanted);
  }

  private static void isTold(String text) {
    ProfileRead read = new ProfileReader().read(text);
    assertThat(read).as(text).isInstanceOf(ProfileRead.Flawed.class);
    ((ProfileRead.Flawed) read).flaws().forEach(flaw -> isItalian(flaw.reason()));
  }

  private static void isItalian(String reason) {
    assertThat(ITALIAN.of(reason)).as(reason).isPresent();
    assertThat(ITALIAN.of(reason).orElseThrow()).as(reason).doesNotContainPattern(ENGLISH);
  }

  /** The sound profiles of the reader's tests, each with the piece replaced that spoils it. */
  private static List<String> spoiled() throws IOException {
    List<String> spoiled = new ArrayList<>();
    try (Stream<Path> files =
        Files.list(READER.resolve("test/resources/fucina/profiles/spoiled"))) {
      for (Path file : files.sorted().toList()) {
        for (String paragraph : Files.readString(file).split("\n\n", -1)) {
          if (!paragraph.startsWith("#")) {
            spoiled.add(spoiled(List.of(paragraph.split("\n"))));
          }
        }
      }
    }
    return spoiled;
  }

  private static String spoiled(List<String> lines) throws IOException {
    String out = marked(lines, "-");
    String in = marked(lines, "+");
    String profile = sound(lines.get(0).split(" \\| ", -1)[1]);
    assertThat(profile).as(lines.get(0)).contains(out);
    boolean goes = lines.stream().noneMatch(line -> line.startsWith("+"));
    return profile.replace(goes ? out + "\n" : out, in);
  }

  private static String marked(List<String> lines, String mark) {
    return lines.stream()
        .filter(line -> line.startsWith(mark))
        .map(line -> line.substring(Math.min(2, line.length())))
        .collect(Collectors.joining("\n"));
  }

  private static String sound(String name) throws IOException {
    Path profiles = READER.resolve("test/java/fucina/profiles/SomeProfiles.java");
    String block = " String " + name.toUpperCase(Locale.ROOT) + " =\\s*\"{3}\n(.*?)\"{3}";
    return Pattern.compile(block, Pattern.DOTALL)
        .matcher(Files.readString(profiles))
        .results()
        .map(found -> found.group(1).stripIndent())
        .findFirst()
        .orElseThrow();
  }

  /** Sources with what the line length cut put together again, the quotes in texts veiled. */
  private static List<String> sources(Pattern name) throws IOException {
    List<String> sources = new ArrayList<>();
    try (Stream<Path> files = Files.list(READER.resolve("main/java/fucina/profiles"))) {
      for (Path file : files.sorted().toList()) {
        if (name.matcher(file.getFileName().toString()).matches()) {
          sources.add(CUT.matcher(veiled(Files.readString(file))).replaceAll(""));
        }
      }
    }
    return sources;
  }

  private static String schema() throws IOException {
    return veiled(
        Files.readString(READER.resolve("main/resources/fucina/profiles/profile.schema.json")));
  }

  /** With another character for quotes inside a text, so that the text is found to its end. */
  private static String veiled(String source) {
    return source.replace("\\\"", "”");
  }

  private static String unveiled(String source) {
    return source.replace('”', '"');
  }

  /** A class file, in which its texts can be read. */
  private static String constants(Class<?> near, String name) throws IOException {
    try (InputStream stream = near.getResourceAsStream(name)) {
      assertThat(stream).as(name).isNotNull();
      return new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
