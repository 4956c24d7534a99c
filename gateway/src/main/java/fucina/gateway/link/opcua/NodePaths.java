package fucina.gateway.link.opcua;

import fucina.gateway.link.NodeBrowser.Query;
import fucina.gateway.link.NodeBrowser.Unfound;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowsePath;

/**
 * Finds what a technician typed: a node id by namespace URI, or a path from the Root folder (OPC
 * 10000-4 Annex A.2), one name after the other, so that the first name that is not there can be
 * told. A name's namespace is its index on this server, the end of its URI in lower case or a
 * beginning of that end, as {@code di} is of {@code http://opcfoundation.org/UA/DI/}; left out, any
 * will do.
 */
final class NodePaths {
  private final Inquiry inquiry;

  NodePaths(Inquiry inquiry) {
    this.inquiry = inquiry;
  }

  /**
   * A node whose children are wanted.
   *
   * @param prefix what their names must begin with
   */
  record Place(NodeId node, Optional<String> prefix) {}

  Place find(Query query) throws UaException, Unfound, InterruptedException {
    return query.path().isPresent()
        ? path(query.path().get(), query.prefix())
        : new Place(node(query.node()), query.prefix());
  }

  /** A node by its id; the Objects folder where none is given. */
  NodeId node(Optional<String> id) throws Unfound {
    if (id.isEmpty()) {
      return NodeIds.ObjectsFolder;
    }
    return Addresses.resolve(id.get(), inquiry.namespaces())
        .orElseThrow(
            () ->
                new Unfound(
                    "node",
                    "\""
                        + id.get()
                        + "\" is no node id of this server; write nsu=, a namespace's URI and s= or"
                        + " i=. Its namespaces: "
                        + String.join(", ", uris())));
  }

  private Place path(String typed, Optional<String> prefix)
      throws UaException, Unfound, InterruptedException {
    List<String> names =
        new ArrayList<>(
            Arrays.stream(typed.split("(?<!&)/"))
                .map(name -> name.replaceAll("&(.)", "$1").strip())
                .filter(name -> !name.isEmpty())
                .toList());
    if (!names.isEmpty() && names.get(0).matches("(0:)?Root")) {
      names.remove(0);
    }
    NodeId here = NodeIds.RootFolder;
    StringBuilder way = new StringBuilder();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      Optional<NodeId> child = child(here, name);
      if (child.isEmpty() && i == 0) {
        child = child(NodeIds.ObjectsFolder, name);
        here = child.isEmpty() && names.size() == 1 ? NodeIds.ObjectsFolder : here;
      }
      if (child.isEmpty() && i == names.size() - 1 && prefix.isEmpty()) {
        return new Place(here, Optional.of(plain(name)));
      }
      if (child.isEmpty()) {
        throw new Unfound(
            "path",
            "there is no \""
                + name
                + "\" below "
                + (way.isEmpty() ? "the Root folder" : way)
                + "; browse that node to see what is");
      }
      here = child.get();
      way.append('/').append(name);
    }
    return new Place(here, prefix);
  }

  private Optional<NodeId> child(NodeId from, String name)
      throws UaException, InterruptedException {
    List<BrowsePath> tries =
        candidates(name).stream().map(candidate -> Inquiry.step(from, candidate)).toList();
    return inquiry.translate(tries).stream().flatMap(Optional::stream).findFirst();
  }

  private List<QualifiedName> candidates(String typed) {
    int colon = typed.indexOf(':');
    String[] uris = uris();
    List<QualifiedName> found = new ArrayList<>();
    String before = colon > 0 ? typed.substring(0, colon) : "";
    String after = typed.substring(colon + 1);
    if (before.matches("\\d{1,5}")) {
      found.add(new QualifiedName(Integer.parseInt(before) & 0xFFFF, after));
    } else if (!before.isEmpty()) {
      for (int i = 0; i < uris.length; i++) {
        if (end(uris[i]).startsWith(before.toLowerCase(Locale.ROOT))) {
          found.add(new QualifiedName(i, after));
        }
      }
    }
    if (found.isEmpty()) {
      // No namespace was meant, or one nobody knows: the name as it stands, in any.
      for (int i = 0; i < uris.length; i++) {
        found.add(new QualifiedName(i, typed));
      }
    }
    return found;
  }

  private static String plain(String name) {
    return name.replaceFirst("^(\\d{1,5}|[A-Za-z][A-Za-z0-9]*):", "");
  }

  /** The last part of a URI that says something, in lower case. */
  private static String end(String uri) {
    String[] parts = uri.split("[/:]+");
    return parts.length == 0 ? "" : parts[parts.length - 1].toLowerCase(Locale.ROOT);
  }

  private String[] uris() {
    return inquiry.namespaces().toArray();
  }
}
