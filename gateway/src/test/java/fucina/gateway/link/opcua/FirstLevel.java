package fucina.gateway.link.opcua;

import fucina.gateway.link.Cells;
import fucina.gateway.link.DeadLetters;
import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.NodeBrowser.Level;
import fucina.gateway.link.NodeBrowser.Node;
import fucina.gateway.link.NodeBrowser.Query;
import fucina.gateway.link.Notebook;
import fucina.gateway.link.TrustFolder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A first look at a server.
 *
 * @param took with its connection
 * @param names of the first level
 * @param asked the server's own nodes that were browsed for it
 */
public record FirstLevel(Duration took, List<String> names, List<String> asked) {
  private static final int WIDE = 100_000;
  private static final int DEEP = 50;

  /**
   * Looks at a server of 100,000 nodes, each time as somebody new.
   *
   * @param folder for all files
   * @return what was seen, the quickest look first
   */
  public static List<FirstLevel> measure(Path folder, int rounds) throws Exception {
    List<FirstLevel> seen = new ArrayList<>();
    try (WideServer server = new WideServer(WIDE, DEEP);
        OpcUaLinks links = links(folder, "browse", Cells.ANY)) {
      for (int round = 0; round < rounds; round++) {
        seen.add(of(links, server, "person-" + round));
      }
    }
    return seen.stream().sorted(Comparator.comparing(FirstLevel::took)).toList();
  }

  /** Whether nothing but the folders of the level itself was asked for its children. */
  public boolean oneLevelOnly() {
    return names.containsAll(asked);
  }

  static FirstLevel of(OpcUaLinks links, WideServer server, String person) throws Exception {
    server.browsed();
    Query first =
        new Query(Optional.empty(), Optional.empty(), Optional.empty(), 100, Optional.empty());
    long begun = System.nanoTime();
    Level level = links.browser().browse(person, settings(server), first);
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    return new FirstLevel(
        took, level.children().stream().map(Node::displayName).toList(), server.browsed());
  }

  static LinkSettings settings(WideServer server) {
    return new LinkSettings(
        "wide-1",
        RobotBench.PROFILE,
        server.endpoint(),
        "None",
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        true);
  }

  static OpcUaLinks links(Path folder, String name, Cells cells) {
    Clock clock = Clock.systemUTC();
    return new OpcUaLinks(
        folder.resolve(name),
        "urn:fucina:test",
        new TrustFolder(folder.resolve(name).resolve("trust"), clock),
        new Notebook(folder.resolve(name + ".notes")),
        new DeadLetters(clock),
        clock,
        cells);
  }
}
