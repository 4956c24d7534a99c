package fucina.profiles;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Browse paths as a profile writes them: {@code /0:Objects/di:DeviceSet/app:R1}, each step a
 * declared namespace prefix and a name. A character of {@code / . : & < > # !} inside a name is
 * written with {@code &} before it (OPC 10000-4 Annex A.2).
 */
final class BrowsePaths {
  /** The namespace every server has at index 0. */
  static final String STANDARD = "http://opcfoundation.org/UA/";

  private static final String RESERVED = "/.:&<>#!";
  private static final String EXAMPLE = "e.g. \"/0:Objects/di:DeviceSet/app:Machine\"";

  private BrowsePaths() {}

  /** Whether a text is meant as a browse path rather than a node id. */
  static boolean isPath(String text) {
    return text.startsWith("/");
  }

  /** The steps of a path; empty where something is wrong with it. */
  static List<NodeAddress.Step> steps(String path, Map<String, String> namespaces) {
    return objection(path, namespaces).isPresent() ? List.of() : read(path, namespaces);
  }

  /** What is wrong with a path; empty where nothing is. */
  static Optional<String> objection(String path, Map<String, String> namespaces) {
    if (!isPath(path)) {
      return Optional.of("must begin with / and the Root folder's child, " + EXAMPLE);
    }
    for (String step : split(path)) {
      int colon = unescaped(step, ':');
      if (colon < 1 || colon == step.length() - 1) {
        return Optional.of(
            "has the step \""
                + step
                + "\" without a namespace or a name; write 0: or a prefix of fucina.namespaces"
                + " before each name, "
                + EXAMPLE);
      }
      String prefix = step.substring(0, colon);
      if (!prefix.equals("0") && prefix.matches("\\d+")) {
        return Optional.of(
            "names the namespace "
                + prefix
                + " by index, which a server may reorder; declare a prefix for its URI in"
                + " fucina.namespaces");
      }
      if (!prefix.equals("0") && !namespaces.containsKey(prefix)) {
        return Optional.of(
            "uses the prefix "
                + prefix
                + ", which fucina.namespaces does not declare; "
                + Nearest.hint(prefix, namespaces.keySet()));
      }
      Optional<String> bare = bareReserved(step.substring(colon + 1));
      if (bare.isPresent()) {
        return Optional.of(
            "has a bare "
                + bare.get()
                + " in \""
                + step
                + "\"; inside a name write &"
                + bare.get());
      }
    }
    return Optional.empty();
  }

  private static List<NodeAddress.Step> read(String path, Map<String, String> namespaces) {
    List<NodeAddress.Step> steps = new ArrayList<>();
    for (String step : split(path)) {
      int colon = unescaped(step, ':');
      String prefix = step.substring(0, colon);
      String namespace = prefix.equals("0") ? STANDARD : namespaces.getOrDefault(prefix, prefix);
      steps.add(
          new NodeAddress.Step(namespace, step.substring(colon + 1).replaceAll("&(.)", "$1")));
    }
    return steps;
  }

  private static List<String> split(String path) {
    List<String> steps = new ArrayList<>();
    String rest = path.substring(1);
    for (int slash = unescaped(rest, '/'); slash >= 0; slash = unescaped(rest, '/')) {
      steps.add(rest.substring(0, slash));
      rest = rest.substring(slash + 1);
    }
    steps.add(rest);
    return steps;
  }

  /** Place of the first such character with no {@code &} before it; -1 where there is none. */
  private static int unescaped(String text, char wanted) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '&') {
        i++;
      } else if (text.charAt(i) == wanted) {
        return i;
      }
    }
    return -1;
  }

  private static Optional<String> bareReserved(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) == '&' && i + 1 < name.length()) {
        i++;
      } else if (RESERVED.indexOf(name.charAt(i)) >= 0) {
        return Optional.of(name.substring(i, i + 1));
      }
    }
    return Optional.empty();
  }
}
