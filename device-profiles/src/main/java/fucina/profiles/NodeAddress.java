package fucina.profiles;

import java.util.List;
import java.util.Optional;

/**
 * Where a node of an OPC UA server is found: by its id, by its browse path, or by both, the path
 * then being what to try where the server no longer knows the id. Placeholders are still in it.
 *
 * @param nodeId {@code nsu=<namespace uri>;s=…} (OPC 10000-6 §5.3.1.11), or {@code i=…} of
 *     namespace 0; never a namespace index; empty where only the path is known
 * @param browsePath from the Root folder (i=84) downwards along hierarchical references (OPC
 *     10000-4 Annex A.2); empty where only the id is known
 */
public record NodeAddress(Optional<String> nodeId, List<Step> browsePath) {

  public NodeAddress {
    browsePath = List.copyOf(browsePath);
    if (nodeId.isEmpty() && browsePath.isEmpty()) {
      throw new IllegalArgumentException("a node has an id or a browse path");
    }
  }

  /** A node known by its id alone. */
  public static NodeAddress byId(String nodeId) {
    return new NodeAddress(Optional.of(nodeId), List.of());
  }

  /** The node one step above on the browse path; empty where the path is too short for one. */
  public Optional<NodeAddress> parent() {
    return browsePath.size() < 2
        ? Optional.empty()
        : Optional.of(
            new NodeAddress(Optional.empty(), browsePath.subList(0, browsePath.size() - 1)));
  }

  /** As a person reads it: the id, else the names of the path. */
  @Override
  public String toString() {
    return nodeId.orElseGet(
        () -> "/" + String.join("/", browsePath.stream().map(Step::name).toList()));
  }

  /**
   * One browse name (OPC 10000-3 §5.2.4).
   *
   * @param namespace its namespace's URI; {@code http://opcfoundation.org/UA/} for namespace 0
   * @param name the name itself
   */
  public record Step(String namespace, String name) {}
}
