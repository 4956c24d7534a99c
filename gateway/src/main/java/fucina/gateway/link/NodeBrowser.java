package fucina.gateway.link;

import fucina.gateway.telemetry.Quality;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Looks at a server's address space one level at a time. Connections stay open for a while between
 * calls, one for each person and server. Calls wait for the server, 20 s at most.
 */
public interface NodeBrowser {

  /**
   * The children of a node, one page of them.
   *
   * @param owner who looks; pages and connections are theirs alone
   * @throws LinkFault where there is no connection
   * @throws Unfound where the node, the path or the page is not there
   */
  Level browse(String owner, LinkSettings settings, Query query)
      throws LinkFault, Unfound, InterruptedException;

  /**
   * Walks down from a node, breadth first.
   *
   * @param node where from, by namespace URI; empty for the Objects folder
   * @param atMost how many nodes to look at; it also ends after 10 s
   */
  Walk walk(String owner, LinkSettings settings, Optional<String> node, int atMost)
      throws LinkFault, Unfound, InterruptedException;

  /**
   * What to look at.
   *
   * @param node by namespace URI; empty for the Objects folder, or where a path is given
   * @param path typed, e.g. {@code /0:Objects/di:DeviceSet}; its last part may be only a beginning
   * @param prefix what a child's browse or display name must begin with, in any case
   * @param limit most children a page
   * @param after where the page before ended
   */
  record Query(
      Optional<String> node,
      Optional<String> path,
      Optional<String> prefix,
      int limit,
      Optional<String> after) {}

  /**
   * One page of a level.
   *
   * @param node whose children these are, by namespace URI
   * @param prefix what their names begin with, whether asked for or the unfinished end of a path
   * @param next where the next page begins; empty on the last
   */
  record Level(String node, Optional<String> prefix, List<Node> children, Optional<String> next) {}

  /**
   * A node.
   *
   * @param nodeId by namespace URI
   * @param browseName with the namespace's index as the server numbers it now
   * @param nodeClass the standard's word, e.g. {@code Variable} (OPC 10000-3 §5.9)
   * @param typeDefinition by namespace URI
   * @param children whether it has any; empty where the server would not say
   * @param variable empty for anything else
   */
  record Node(
      String nodeId,
      String browseName,
      String displayName,
      String nodeClass,
      Optional<String> typeDefinition,
      Optional<Boolean> children,
      Optional<Variable> variable) {}

  /**
   * What a variable holds.
   *
   * @param dataType the standard's name, or the node id of a type of the machine's own
   * @param value a Number, Boolean or String; empty where it has none or may not be read
   * @param unit symbol people read
   * @param unece UNECE common code (OPC 10000-8 §5.6.3)
   */
  record Variable(
      String dataType,
      boolean array,
      Optional<Object> value,
      Quality quality,
      Optional<Instant> at,
      Optional<String> unit,
      Optional<String> unece,
      boolean readable,
      boolean writable) {}

  /**
   * What a walk saw.
   *
   * @param variables with their paths of display names, e.g. {@code Axes/A1/ActualPosition}
   * @param seen how many nodes were looked at
   * @param complete whether there was nothing more
   */
  record Walk(List<Found> variables, int seen, boolean complete) {}

  /** A variable and the way to it. */
  record Found(String path, Node node) {}

  /** What was asked for is not there. */
  final class Unfound extends Exception {
    private static final long serialVersionUID = 1;
    private final String field;

    /**
     * @param field what was wrong in the question: {@code node}, {@code path} or {@code after}
     */
    public Unfound(String field, String sentence) {
      super(sentence);
      this.field = field;
    }

    public String field() {
      return field;
    }

    public String sentence() {
      return String.valueOf(getMessage());
    }
  }
}
