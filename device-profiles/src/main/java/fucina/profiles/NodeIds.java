package fucina.profiles;

import java.util.Optional;
import java.util.regex.Pattern;

/** What node ids may look like in a profile: a namespace by its URI, never by its index. */
final class NodeIds {
  private static final String ID = "/?id=";
  private static final Pattern BY_URI = Pattern.compile("nsu=[^;\\s]+;[sigb]=.+|i=\\d{1,9}");
  private static final Pattern BY_INDEX = Pattern.compile("ns=(\\d+);.*");

  private NodeIds() {}

  /** The node id of a form's {@code href}; empty where it is no node's. */
  static Optional<String> of(String href) {
    return href.startsWith(ID) ? Optional.of(href.substring(ID.length())) : Optional.empty();
  }

  /** What is wrong with a node id; empty where nothing is. */
  static Optional<String> objection(String nodeId) {
    if (BY_URI.matcher(nodeId).matches()) {
      return Optional.empty();
    }
    return Optional.of(
        BY_INDEX.matcher(nodeId).matches()
            ? "names its namespace by index, which a server may reorder; write nsu= and the"
                + " namespace's URI, e.g. nsu=urn:maker:machine;s=Axis1"
            : "is no node id; write nsu=, the namespace's URI, and s=, i=, g= or b=, e.g."
                + " nsu=urn:maker:machine;s=Axis1");
  }
}
