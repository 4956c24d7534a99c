package fucina.gateway.link.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fucina.gateway.link.Cells;
import fucina.gateway.link.LinkFault;
import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.LinkState;
import fucina.gateway.link.NodeBrowser;
import fucina.gateway.link.NodeBrowser.Level;
import fucina.gateway.link.NodeBrowser.Node;
import fucina.gateway.link.NodeBrowser.Query;
import fucina.gateway.link.NodeBrowser.Unfound;
import fucina.gateway.link.NodeBrowser.Walk;
import fucina.gateway.link.TrialReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server of a hundred thousand nodes, looked at one level at a time. */
class BrowseIT {
  private static final int WIDE = 100_000;
  private static final int DEEP = 50;
  private static final String WIDE_FOLDER = "nsu=" + WideServer.NAMESPACE + ";s=Wide";

  @TempDir static Path folder;
  private static WideServer server;
  private static OpcUaLinks links;

  @BeforeAll
  static void open() {
    server = new WideServer(WIDE, DEEP);
    links = links("any", Cells.ANY);
  }

  @AfterAll
  static void close() {
    links.close();
    server.close();
  }

  private static OpcUaLinks links(String name, Cells cells) {
    return FirstLevel.links(folder, name, cells);
  }

  @Test
  void theFirstLevelComesInUnderASecondAndNothingBelowTheNextOneIsAsked() throws Exception {
    Duration best = Duration.ofDays(1);
    for (int fresh = 0; fresh < 3; fresh++) {
      FirstLevel level = FirstLevel.of(links, server, "person-" + fresh);
      System.out.println("first level with its connection: " + level.took().toMillis() + " ms");
      best = level.took().compareTo(best) < 0 ? level.took() : best;
      assertThat(level.names()).contains("Wide", "Deep", "Server");
      assertThat(level.asked())
          .as("the folders of this level are asked what they are and if there is more")
          .containsOnly("Wide", "Deep");
    }
    assertThat(best).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void aFolderOfAHundredThousandIsPagedThroughWithoutLossOrRepetition() throws Exception {
    long begun = System.nanoTime();
    Level page = browse("pager", query(WIDE_FOLDER, Optional.empty(), 500));
    System.out.println(
        "first page of 500 of 100,000: "
            + Duration.ofNanos(System.nanoTime() - begun).toMillis()
            + " ms");
    List<String> seen = new ArrayList<>(names(page));
    for (int i = 0; i < 9; i++) {
      page = browse("pager", next(page));
      seen.addAll(names(page));
    }
    assertThat(seen).hasSize(5_000).doesNotHaveDuplicates();
    Node some = page.children().get(0);
    assertThat(some.nodeId()).startsWith("nsu=urn:test:wide;s=Item");
    assertThat(some.variable().orElseThrow().dataType()).isEqualTo("Int32");
    assertThat(some.variable().orElseThrow().value()).isPresent();
    assertThat(some.children()).contains(false);
  }

  @Test
  void aPageAskedForTwiceIsTheSamePage() throws Exception {
    Level first = browse("twice", query(WIDE_FOLDER, Optional.empty(), 10));
    Level second = browse("twice", next(first));
    assertThat(names(browse("twice", next(first)))).isEqualTo(names(second));
    assertThat(names(second)).doesNotContainAnyElementsOf(names(first));
    Query stolen = next(first);
    assertThatThrownBy(() -> browse("another person", stolen)).isInstanceOf(Unfound.class);
  }

  @Test
  void aTypedBeginningFindsItsNamesFarDownTheLevel() throws Exception {
    long begun = System.nanoTime();
    Level found = browse("typist", query(WIDE_FOLDER, Optional.of("item00999"), 100));
    System.out.println(
        "typed beginning, 10 of the first 10,000: "
            + Duration.ofNanos(System.nanoTime() - begun).toMillis()
            + " ms");
    assertThat(names(found)).hasSize(10).allMatch(name -> name.startsWith("Item00999"));
    Query path =
        new Query(
            Optional.empty(),
            Optional.of("/Objects/wide:Deep/Level1/Level2/Lev"),
            Optional.empty(),
            100,
            Optional.empty());
    Level deep = browse("typist", path);
    assertThat(deep.node()).isEqualTo("nsu=urn:test:wide;s=Level2");
    assertThat(names(deep)).containsExactly("Level3");
  }

  @Test
  void aWalkEndsAtItsBudget() throws Exception {
    Walk walk = links.browser().walk("walker", settings(), Optional.of(WIDE_FOLDER), 1_000);
    assertThat(walk.complete()).isFalse();
    assertThat(walk.seen()).isLessThanOrEqualTo(1_001);
    assertThat(walk.variables()).isNotEmpty();
    Walk whole =
        links.browser().walk("walker", settings(), Optional.of("nsu=urn:test:wide;s=Deep"), 1_000);
    assertThat(whole.complete()).isTrue();
    assertThat(whole.seen()).isEqualTo(DEEP + 1);
  }

  @Test
  void aNodeThatVanishedAndANamespaceNobodyHasAreNamed() {
    assertThatThrownBy(
            () -> browse("seeker", query("nsu=urn:test:wide;s=Gone", Optional.empty(), 10)))
        .isInstanceOf(Unfound.class)
        .hasMessageContaining("nsu=urn:test:wide;s=Gone");
    assertThatThrownBy(() -> browse("seeker", query("nsu=urn:nobody;s=Gone", Optional.empty(), 10)))
        .isInstanceOf(Unfound.class)
        .hasMessageContaining("urn:test:wide");
  }

  @Test
  void aHostOutsideTheCellsIsNotConnectedTo() throws Exception {
    try (OpcUaLinks caged = links("caged", new Cells(List.of("192.0.2.0/24")))) {
      assertThatThrownBy(() -> caged.browser().browse("caged", settings(), query()))
          .isInstanceOfSatisfying(
              LinkFault.class,
              fault -> {
                assertThat(fault.state()).isEqualTo(LinkState.MISCONFIGURED);
                assertThat(fault.sentence()).contains("127.0.0.1", "192.0.2.0/24");
              });
      TrialReport tried = caged.trial().run(settings(), Duration.ofSeconds(1), false, any -> true);
      assertThat(tried.detail()).contains("192.0.2.0/24");
    }
    try (OpcUaLinks home = links("home", new Cells(List.of("127.0.0.0/8")))) {
      NodeBrowser browser = home.browser();
      assertThat(names(browser.browse("home", settings(), query()))).contains("Wide");
    }
  }

  private static Level browse(String person, Query query) throws Exception {
    return links.browser().browse(person, settings(), query);
  }

  private static LinkSettings settings() {
    return FirstLevel.settings(server);
  }

  private static Query query() {
    return new Query(Optional.empty(), Optional.empty(), Optional.empty(), 100, Optional.empty());
  }

  private static Query query(String node, Optional<String> prefix, int limit) {
    return new Query(Optional.of(node), Optional.empty(), prefix, limit, Optional.empty());
  }

  private static Query next(Level level) {
    return new Query(Optional.empty(), Optional.empty(), Optional.empty(), 500, level.next());
  }

  private static List<String> names(Level level) {
    return level.children().stream().map(Node::displayName).toList();
  }
}
