package fucina.gateway.api;

import fucina.gateway.link.GatewayCertificates;
import fucina.gateway.link.LinkFault;
import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.LinkState;
import fucina.gateway.link.NodeBrowser;
import fucina.gateway.link.TopicWatch;
import fucina.gateway.link.TrialReport;
import fucina.gateway.link.TrialReport.FilterTrial;
import fucina.gateway.link.TrialReport.Got;
import fucina.gateway.link.TrialReport.Outcome;
import fucina.gateway.link.TrialReport.SignalTrial;
import fucina.gateway.telemetry.Quality;
import fucina.profiles.Protocol;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Machines to try out that answer at once; one whose host is nowhere answers nothing. */
final class FakeBench implements NodeBrowser, TopicWatch, GatewayCertificates {
  private final X509Certificate current;
  private Optional<X509Certificate> next = Optional.empty();
  private boolean switched;

  FakeBench(X509Certificate current) {
    this.current = current;
  }

  Parts.Bench parts() {
    return new Parts.Bench(
        Map.of(
            Protocol.OPC_UA, (settings, listening, next, ours) -> report(settings),
            Protocol.MQTT, (settings, listening, next, ours) -> report(settings)),
        this,
        this);
  }

  private static TrialReport report(LinkSettings settings) {
    if (settings.endpoint().contains("nowhere")) {
      return TrialReport.failed(
          new LinkFault(LinkState.UNREACHABLE, "Nobody answers at nowhere."), Optional.empty());
    }
    return new TrialReport(
        LinkState.ONLINE,
        "1 of 2 signals are not well.",
        Optional.empty(),
        List.of(
            new SignalTrial(
                "axis1.position",
                "nsu=urn:x;s=a",
                Outcome.WELL,
                "",
                Optional.of(
                    new Got(
                        Optional.of(1.5),
                        "Double",
                        Optional.of("°"),
                        Quality.GOOD,
                        Optional.of(Instant.EPOCH))),
                Optional.of(Duration.ofMillis(3))),
            new SignalTrial(
                "axis2.position",
                "nsu=urn:x;s=b",
                Outcome.MISSING,
                "The server has no such node.",
                Optional.empty(),
                Optional.empty())),
        List.of(new FilterTrial("a/#", true, 3, "")));
  }

  @Override
  public Level browse(String owner, LinkSettings settings, Query query) throws Unfound {
    if (query.path().filter(path -> path.contains("Nothing")).isPresent()) {
      throw new Unfound("path", "there is no Nothing below the Root folder");
    }
    return new Level(
        "nsu=http://opcfoundation.org/UA/;i=85",
        query.prefix(),
        List.of(node("Robot", "Object", Optional.empty()), variable("Position")),
        Optional.of("page-2"));
  }

  @Override
  public Walk walk(String owner, LinkSettings settings, Optional<String> node, int atMost) {
    return new Walk(List.of(new Found("Axis1/Position", variable("Position"))), 2, true);
  }

  private static Node variable(String name) {
    return node(
        name,
        "Variable",
        Optional.of(
            new Variable(
                "Double",
                false,
                Optional.of(1.5),
                Quality.GOOD,
                Optional.of(Instant.EPOCH),
                Optional.of("°"),
                Optional.of("DD"),
                true,
                false)));
  }

  private static Node node(String name, String kind, Optional<Variable> variable) {
    return new Node(
        "nsu=urn:x;s=" + name,
        "2:" + name,
        name,
        kind,
        Optional.empty(),
        Optional.of(true),
        variable);
  }

  @Override
  public Heard listen(LinkSettings settings, String filter, Duration time) throws LinkFault {
    if (settings.endpoint().contains("nowhere")) {
      throw new LinkFault(LinkState.UNREACHABLE, "No broker answers at nowhere.");
    }
    return new Heard(
        List.of(
            new Topic(
                "sensors/1",
                2,
                false,
                8,
                "json",
                "{\"t\":21}",
                false,
                List.of(new Pointer("/t", Optional.of(21)), new Pointer("/off", Optional.empty())),
                Instant.EPOCH)),
        2,
        true);
  }

  @Override
  public X509Certificate current() {
    return current;
  }

  @Override
  public Optional<X509Certificate> next() {
    return next;
  }

  @Override
  public Optional<X509Certificate> renew() {
    if (next.isPresent()) {
      return Optional.empty();
    }
    next = Optional.of(current);
    return next;
  }

  @Override
  public Optional<X509Certificate> swap() {
    switched = switched || next.isPresent();
    return next;
  }

  @Override
  public boolean nextWasInUse() {
    return switched;
  }

  @Override
  public boolean drop() {
    boolean there = next.isPresent();
    next = Optional.empty();
    return there;
  }
}
