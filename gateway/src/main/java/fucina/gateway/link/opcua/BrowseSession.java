package fucina.gateway.link.opcua;

import fucina.gateway.link.NodeBrowser.Level;
import fucina.gateway.link.NodeBrowser.Query;
import fucina.gateway.link.NodeBrowser.Unfound;
import fucina.gateway.link.NodeBrowser.Walk;
import fucina.gateway.link.opcua.OpcUaConnector.Opened;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;

/**
 * One person's connection to one server, with the pages they have begun. Calls come one after the
 * other; each waits for the server.
 */
final class BrowseSession implements AutoCloseable {
  private static final Duration AT_MOST = Duration.ofSeconds(15);
  private static final int PAGES_AT_MOST = 8;

  /** So many references are looked through for a prefix before a page goes out unfilled. */
  private static final int LOOKED_THROUGH = 20_000;

  private static final int FETCHED_AT_ONCE = 1_000;

  private final Opened opened;
  private final Map<String, Page> pages = new LinkedHashMap<>();
  private volatile long lastUsed = System.nanoTime();

  BrowseSession(Opened opened) {
    this.opened = opened;
  }

  /** Where a level's next page begins. */
  private static final class Page {
    private final NodeId node;
    private final Optional<String> prefix;
    private final Deque<ReferenceDescription> rest = new ArrayDeque<>();
    private ByteString point = ByteString.NULL_VALUE;
    private Optional<Level> answered = Optional.empty();

    Page(NodeId node, Optional<String> prefix) {
      this.node = node;
      this.prefix = prefix;
    }

    void take(BrowseResult result) {
      ReferenceDescription[] references = result.getReferences();
      rest.addAll(references == null ? List.of() : Arrays.asList(references));
      ByteString next = result.getContinuationPoint();
      point = next == null ? ByteString.NULL_VALUE : next;
    }

    boolean more() {
      return !rest.isEmpty() || point.isNotNull();
    }

    boolean wants(ReferenceDescription reference) {
      return prefix
          .map(
              begin ->
                  begins(reference.getBrowseName().name(), begin)
                      || begins(reference.getDisplayName().text(), begin))
          .orElse(true);
    }

    private static boolean begins(@org.jspecify.annotations.Nullable String name, String begin) {
      return name != null
          && name.toLowerCase(Locale.ROOT).startsWith(begin.toLowerCase(Locale.ROOT));
    }
  }

  boolean idleFor(Duration time) {
    return System.nanoTime() - lastUsed > time.toNanos();
  }

  long lastUsed() {
    return lastUsed;
  }

  /** One page. */
  synchronized Level browse(Query query) throws UaException, Unfound, InterruptedException {
    lastUsed = System.nanoTime();
    Inquiry inquiry = new Inquiry(opened.client(), AT_MOST);
    try {
      if (query.after().isPresent()) {
        return next(inquiry, query);
      }
      NodePaths.Place place = new NodePaths(inquiry).find(query);
      Page page = new Page(place.node(), place.prefix());
      page.take(first(inquiry, page, query.limit()));
      return level(inquiry, page, query.limit());
    } finally {
      lastUsed = System.nanoTime();
    }
  }

  /** Walks down from a node. */
  synchronized Walk walk(Optional<String> node, int atMost, Duration time)
      throws UaException, Unfound, InterruptedException {
    lastUsed = System.nanoTime();
    try {
      NodeId start = new NodePaths(new Inquiry(opened.client(), AT_MOST)).node(node);
      return new NodeWalk(opened.client(), atMost, time).from(start);
    } finally {
      lastUsed = System.nanoTime();
    }
  }

  private Level next(Inquiry inquiry, Query query)
      throws UaException, Unfound, InterruptedException {
    Page page = pages.get(query.after().orElseThrow());
    if (page == null) {
      throw new Unfound("after", "is no page known here, or no longer; begin again without it");
    }
    if (page.answered.isEmpty()) {
      // Kept for a browser that asks again because the answer was lost on the way.
      page.answered = Optional.of(level(inquiry, page, query.limit()));
    }
    return page.answered.get();
  }

  private static BrowseResult first(Inquiry inquiry, Page page, int limit)
      throws UaException, Unfound, InterruptedException {
    int fetched = page.prefix.isPresent() ? FETCHED_AT_ONCE : limit;
    BrowseResult result = inquiry.browse(List.of(page.node), fetched).get(0);
    if (result.getStatusCode().isBad()) {
      long code = result.getStatusCode().value();
      throw code == StatusCodes.Bad_NodeIdUnknown || code == StatusCodes.Bad_NodeIdInvalid
          ? new Unfound("node", "the server has no node " + inquiry.name(page.node))
          : new Unfound(
              "node",
              "the server does not say what is below "
                  + inquiry.name(page.node)
                  + " ("
                  + OpcUaFaults.name(result.getStatusCode())
                  + ")");
    }
    return result;
  }

  private Level level(Inquiry inquiry, Page page, int limit)
      throws UaException, InterruptedException {
    Map<String, ReferenceDescription> found = new LinkedHashMap<>();
    int looked = 0;
    while (found.size() < limit && page.more() && looked < LOOKED_THROUGH) {
      if (page.rest.isEmpty()) {
        BrowseResult result = inquiry.browseNext(page.point);
        if (result.getStatusCode().isBad()) {
          throw new UaException(result.getStatusCode());
        }
        page.take(result);
        continue;
      }
      ReferenceDescription reference = page.rest.removeFirst();
      looked++;
      if (page.wants(reference)) {
        found.putIfAbsent(reference.getNodeId().toParseableString(), reference);
      }
    }
    List<ReferenceDescription> children = new ArrayList<>(found.values());
    return new Level(
        inquiry.name(page.node),
        page.prefix,
        new NodeDetails(inquiry).of(children, true),
        page.more() ? Optional.of(keep(inquiry, page)) : Optional.empty());
  }

  private String keep(Inquiry inquiry, Page page) throws InterruptedException {
    Page next = new Page(page.node, page.prefix);
    next.rest.addAll(page.rest);
    next.point = page.point;
    String id = UUID.randomUUID().toString();
    pages.put(id, next);
    if (pages.size() > PAGES_AT_MOST) {
      Page oldest = pages.remove(pages.keySet().iterator().next());
      // One that was answered has handed its point on.
      if (oldest != null && oldest.answered.isEmpty()) {
        inquiry.release(List.of(oldest.point));
      }
    }
    return id;
  }

  @Override
  public void close() {
    opened.close();
  }
}
