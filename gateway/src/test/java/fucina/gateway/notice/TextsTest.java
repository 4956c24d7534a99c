package fucina.gateway.notice;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.access.Preferences.Language;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TextsTest {
  private static final Pattern BLANK = Pattern.compile("\\{[a-z]+\\}");

  private static Set<String> blanks(String text) {
    return BLANK.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
  }

  @Test
  void bothLanguagesSayTheSameThingsWithTheSameBlanks() {
    Properties italian = Texts.of(Language.IT);
    Properties english = Texts.of(Language.EN);
    assertThat(italian.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
    for (String key : italian.stringPropertyNames()) {
      assertThat(blanks(italian.getProperty(key)))
          .as(key)
          .isEqualTo(blanks(english.getProperty(key)));
    }
  }

  @Test
  void everyKindThatIsMailedHasItsSubjectAndItsSentence() {
    Set<String> wanted = new TreeSet<>(Set.of("asked.subject", "asked.lead"));
    for (Kind kind : Kind.values()) {
      if (kind != Kind.RELEASED) {
        wanted.add(kind.key() + ".subject");
        wanted.add(kind.key() + ".lead");
      }
    }
    assertThat(Texts.of(Language.IT).stringPropertyNames()).containsAll(wanted);
  }
}
