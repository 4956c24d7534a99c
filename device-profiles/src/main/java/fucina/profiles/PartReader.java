package fucina.profiles;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;

/**
 * Turns YAML or JSON text into parts. It reads the parser's events itself, so that every part knows
 * its line and path, and refuses what makes YAML say more than one sees: duplicate keys, anchors,
 * aliases, tags, a second document.
 */
final class PartReader {
  private static final int DEEPEST = 20;

  /** Longest text of one value; a pattern is never tried on more. */
  private static final int LONGEST = 2_000;

  private static final String UNREADABLE = "?";
  private static final Pattern READABLE = Pattern.compile("[^\\p{Cntrl}\\p{Cs}]{1,200}");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(.)", Pattern.DOTALL);

  private final Flaws flaws;
  private final Iterator<Event> events;

  private PartReader(String text, Flaws flaws) {
    this.flaws = flaws;
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE);
    this.events = new Yaml(options).parse(new StringReader(text)).iterator();
  }

  /** The text's root part; empty where it cannot be read or is empty, with the flaw noted. */
  static Optional<Part> read(String text, Flaws flaws) {
    try {
      return new PartReader(asYaml(text), flaws).document();
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      flaws.add(line, "", "cannot be read as YAML or JSON: " + e.getProblem());
    } catch (NotWorthReading e) {
      return Optional.empty(); // its flaw is noted
    } catch (YAMLException e) {
      flaws.add(0, "", "cannot be read as YAML or JSON: " + e.getMessage());
    }
    return Optional.empty();
  }

  /** JSON is YAML but for two things: tabs between its tokens, and the escape {@code \/}. */
  private static String asYaml(String text) {
    if (!text.stripLeading().startsWith("{")) {
      return text;
    }
    return ESCAPE
        .matcher(text.replace('\t', ' '))
        .replaceAll(
            found -> found.group(1).equals("/") ? "/" : Matcher.quoteReplacement(found.group()));
  }

  private Optional<Part> document() {
    Optional<Part> root = Optional.empty();
    int documents = 0;
    while (events.hasNext()) {
      Event event = events.next();
      if (event instanceof DocumentStartEvent && ++documents == 2) {
        flaws.add(line(event), "", "holds a second document; write one profile in one file");
      }
      if (event instanceof NodeEvent node) {
        Part part = part(node, line(event), "", 0);
        root = root.isPresent() ? root : Optional.of(part);
      }
    }
    if (root.isEmpty()) {
      flaws.add(0, "", "is empty; write a profile, see PROFILE.md");
    }
    return root;
  }

  private Part part(NodeEvent event, int line, String path, int depth) {
    if (event instanceof AliasEvent) {
      flaws.add(line, path, "uses an alias (*" + event.getAnchor() + "); write the value out");
      return new Part.Nothing(line, path);
    }
    if (event.getAnchor() != null) {
      flaws.add(line, path, "has an anchor (&" + event.getAnchor() + "); leave it out");
    }
    if (event instanceof ScalarEvent scalar) {
      refuseTag(scalar.getTag(), line, path);
      return scalar(scalar, line, path);
    }
    refuseTag(((CollectionStartEvent) event).getTag(), line, path);
    if (depth >= DEEPEST) {
      flaws.add(
          line, path, "is nested deeper than " + DEEPEST + " levels; nothing after it was read");
      throw new NotWorthReading();
    }
    return event instanceof MappingStartEvent
        ? block(line, path, depth)
        : list((SequenceStartEvent) event, line, path, depth);
  }

  private void refuseTag(String tag, int line, String path) {
    if (tag != null) {
      flaws.add(line, path, "has a tag (" + tag + "); leave it out");
    }
  }

  private Part scalar(ScalarEvent event, int line, String path) {
    if (event.getValue().length() > LONGEST) {
      flaws.add(line, path, "is longer than " + LONGEST + " characters");
      return new Part.Nothing(line, path);
    }
    if (event.getScalarStyle() != ScalarStyle.PLAIN) {
      return new Part.Scalar(line, path, event.getValue());
    }
    PlainScalar word = PlainScalar.of(event.getValue());
    if (word instanceof PlainScalar.Read read) {
      return new Part.Scalar(line, path, read.plain());
    }
    if (word instanceof PlainScalar.Ambiguous ambiguous) {
      String asked = "\"" + event.getValue() + "\"";
      flaws.add(
          line,
          path,
          "can be read as "
              + ambiguous.asWhat()
              + "; write "
              + asked
              + " in quotes if it is a text");
      return new Part.Scalar(line, path, event.getValue());
    }
    return new Part.Nothing(line, path);
  }

  private Part block(int line, String path, int depth) {
    Map<String, Part> entries = new LinkedHashMap<>();
    Event event = events.next();
    while (event instanceof NodeEvent key) {
      int keyLine = line(key);
      String name = key(key, path);
      String below = path.isEmpty() ? name : path + "." + name;
      Part value = part((NodeEvent) events.next(), keyLine, below, depth + 1);
      Part first = entries.putIfAbsent(name, value);
      if (first != null) {
        flaws.add(keyLine, below, "stands twice, first on line " + first.line() + "; keep one");
      }
      event = events.next();
    }
    return new Part.Block(line, path, entries);
  }

  private String key(NodeEvent event, String path) {
    if (event instanceof ScalarEvent scalar) {
      refuseTag(scalar.getTag(), line(event), path);
      if (scalar.getAnchor() != null) {
        flaws.add(line(event), path, "has an anchor (&" + scalar.getAnchor() + "); leave it out");
      }
      if (READABLE.matcher(scalar.getValue()).matches()) {
        return scalar.getValue();
      }
      flaws.add(
          line(event), path, "has a key nobody can read; write a plain word before the colon");
      return UNREADABLE;
    }
    flaws.add(
        line(event),
        path,
        "has a key that is no text; write a plain word before the colon; nothing after it was read");
    throw new NotWorthReading();
  }

  private Part list(SequenceStartEvent start, int line, String path, int depth) {
    List<Part> items = new ArrayList<>();
    Event event = events.next();
    while (event instanceof NodeEvent item) {
      String below = path + "[" + items.size() + "]";
      items.add(part(item, line(item), below, depth + 1));
      event = events.next();
    }
    return new Part.Items(Math.min(line, line(start)), path, items);
  }

  private static int line(Event event) {
    return event.getStartMark().getLine() + 1;
  }

  /**
   * Raised where the text is so far from a profile that reading on costs more than it tells: the
   * parser's time grows with the square of the depth. The flaw is noted before.
   */
  private static final class NotWorthReading extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotWorthReading() {
      super("not worth reading on", null, false, false);
    }
  }
}
