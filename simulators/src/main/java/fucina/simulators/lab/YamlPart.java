package fucina.simulators.lab;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A mapping of a YAML file, read key by key; a flaw names its line. */
final class YamlPart {
  private static final int FILE_AT_MOST = 4 * 1024 * 1024;

  private final String file;
  private final int line;
  private final Map<String, Node> values;

  private YamlPart(String file, int line, Map<String, Node> values) {
    this.file = file;
    this.line = line;
    this.values = values;
  }

  /**
   * The file's one mapping.
   *
   * @throws FlawedFile if it cannot be read, or is no YAML, or no mapping
   */
  static YamlPart of(Path file) {
    try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      LoaderOptions options = new LoaderOptions();
      options.setAllowDuplicateKeys(false);
      options.setMaxAliasesForCollections(0);
      options.setCodePointLimit(FILE_AT_MOST);
      @Nullable Node root = new Yaml(new SafeConstructor(options)).compose(text);
      if (root == null) {
        throw new FlawedFile(file + " is empty");
      }
      return of(file.toString(), root);
    } catch (NoSuchFileException e) {
      throw new FlawedFile("cannot read " + file.toAbsolutePath() + ": there is no such file");
    } catch (IOException e) {
      throw new FlawedFile("cannot read " + file + ": " + e.getMessage());
    } catch (YAMLException e) {
      throw new FlawedFile(file + " is no YAML: " + e.getMessage());
    }
  }

  private static YamlPart of(String file, Node node) {
    int line = node.getStartMark().getLine() + 1;
    if (!(node instanceof MappingNode mapping)) {
      throw new FlawedFile(file + ":" + line + ": expected keys and values");
    }
    Map<String, Node> values = new LinkedHashMap<>();
    for (NodeTuple pair : mapping.getValue()) {
      if (!(pair.getKeyNode() instanceof ScalarNode key)) {
        throw new FlawedFile(file + ":" + line + ": a key must be a word");
      }
      if (values.put(key.getValue(), pair.getValueNode()) != null) {
        throw new FlawedFile(file + ":" + line + ": " + key.getValue() + " stands twice");
      }
    }
    return new YamlPart(file, line, values);
  }

  /** Refuses any key but these. */
  YamlPart only(Set<String> known) {
    for (Map.Entry<String, Node> value : values.entrySet()) {
      if (!known.contains(value.getKey())) {
        throw flaw(
            value.getKey(), "is not known here; known are " + String.join(", ", sorted(known)));
      }
    }
    return this;
  }

  private static List<String> sorted(Set<String> words) {
    return words.stream().sorted().toList();
  }

  Optional<String> text(String key) {
    @Nullable Node node = values.get(key);
    if (node == null) {
      return Optional.empty();
    }
    if (!(node instanceof ScalarNode scalar) || scalar.getValue().isBlank()) {
      throw flaw(key, "must be a text");
    }
    return Optional.of(scalar.getValue());
  }

  String needed(String key) {
    return text(key).orElseThrow(() -> flaw(key, "is missing"));
  }

  long number(String key, long usual, long least, long most) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return usual;
    }
    try {
      long number = Long.parseLong(text.get());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw flaw(key, "must be a whole number, not " + text.get());
    }
    throw flaw(key, "must be " + least + " to " + most + ", not " + text.get());
  }

  /** The mappings of a list; empty where the key is left out. */
  List<YamlPart> list(String key) {
    @Nullable Node node = values.get(key);
    if (node == null) {
      return List.of();
    }
    if (!(node instanceof SequenceNode sequence)) {
      throw flaw(key, "must be a list");
    }
    List<YamlPart> parts = new ArrayList<>();
    sequence.getValue().forEach(each -> parts.add(of(file, each)));
    return parts;
  }

  /** What is wrong with a key's value. */
  FlawedFile flaw(String key, String reason) {
    @Nullable Node node = values.get(key);
    int at = node == null ? line : node.getStartMark().getLine() + 1;
    return new FlawedFile(file + ":" + at + ": " + key + " " + reason);
  }
}
