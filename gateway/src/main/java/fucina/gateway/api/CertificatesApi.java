package fucina.gateway.api;

import fucina.gateway.link.Fingerprint;
import fucina.gateway.link.GatewayCertificates;
import fucina.gateway.link.TrustFolder;
import fucina.gateway.link.TrustFolder.Decision;
import fucina.gateway.registry.Machine;
import fucina.gateway.registry.Registry;
import fucina.gateway.session.Sessions;
import fucina.profiles.Protocol;
import fucina.scheduler.Actor;
import fucina.scheduler.AuditEntry;
import fucina.scheduler.Refusal;
import fucina.scheduler.postgres.Audit;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Machines' certificates, trusted or rejected by a technician, and the gateway's own, renewed
 * without an instant in which no machine trusts it.
 */
final class CertificatesApi implements Resource {
  static final String LISTED =
      "GET /api/v1/certificates?state=pending lists those that wait to be judged";

  private final Vertx vertx;
  private final TrustFolder trust;
  private final Registry registry;
  private final Sessions sessions;
  private final Audit audit;
  private final GatewayCertificates own;
  private final InstantSource clock;

  CertificatesApi(Vertx vertx, Parts parts) {
    this.vertx = vertx;
    this.trust = parts.lab().trust();
    this.registry = parts.lab().registry();
    this.sessions = parts.lab().sessions();
    this.audit = parts.lab().audit();
    this.own = parts.certificates();
    this.clock = parts.clock();
  }

  @Override
  public Map<String, Door.Work> works() {
    return Map.of(
        "listCertificates", this::list,
        "ownCertificate", call -> Future.succeededFuture(Answer.ok(own())),
        "ownCertificateFile", this::file,
        "renewCertificate", this::renew,
        "dropRenewal", this::drop,
        "switchCertificate", this::swap,
        "trustCertificate", call -> decide(call, Decision.TRUSTED),
        "rejectCertificate", call -> decide(call, Decision.REJECTED));
  }

  private Future<Answer> list(Call call) {
    Optional<String> state = call.text("state");
    List<JsonObject> seen =
        trust.list().stream()
            .filter(entry -> keeps(call.actor(), entry))
            .map(this::shape)
            .filter(entry -> state.map(entry.getString("state")::equals).orElse(true))
            .toList();
    return Future.succeededFuture(
        Page.cut(seen, call, entry -> entry.getString("fingerprint"), entry -> entry));
  }

  /** Decides for one machine that showed it or, where none is named, for all of the own centre. */
  private Future<Answer> decide(Call call, Decision decision) {
    String fingerprint = call.path("fingerprint");
    Optional<String> wanted = call.text("machine");
    List<TrustFolder.Entry> shown =
        trust.entries(fingerprint).stream()
            .filter(entry -> decides(call.actor(), entry))
            .filter(entry -> wanted.map(id -> id.equals(shownBy(entry))).orElse(true))
            .toList();
    if (shown.isEmpty()) {
      return Future.succeededFuture(Problem.notFound("certificate " + fingerprint + "; " + LISTED));
    }
    List<Refusal> refusals = decision == Decision.REJECTED ? worked(shown) : List.of();
    if (!refusals.isEmpty()) {
      return Future.succeededFuture(Problem.refused(refusals));
    }
    return vertx
        .executeBlocking(() -> shown.stream().map(entry -> trust.decide(entry, decision)).toList())
        .compose(decided -> cut(decision, decided).compose(done -> noted(call, decision, decided)));
  }

  /** Without its link nobody could stop a machine: its session is ended first. */
  private List<Refusal> worked(List<TrustFolder.Entry> shown) {
    return shown.stream()
        .filter(entry -> entry.decision() == Decision.TRUSTED)
        .flatMap(this::machines)
        .flatMap(id -> sessions.on(id).stream())
        .map(
            session ->
                new Refusal(
                    "session",
                    "no running session",
                    session.id() + " until " + Shapes.instant(session.window().to()),
                    session.machine()
                        + " is being worked, and could not be stopped without its link: end the"
                        + " session first (POST /sessions/"
                        + session.id()
                        + "/end), then reject."))
        .toList();
  }

  /** The machines whose links an entry may carry. */
  private Stream<String> machines(TrustFolder.Entry entry) {
    return entry.everywhere()
        ? registry.machines().stream()
            .filter(machine -> machine.profile().protocol() == Protocol.OPC_UA)
            .map(Machine::id)
        : machine(entry).map(Machine::id).stream();
  }

  /** A link whose certificate is no longer trusted ends at once. */
  private Future<Void> cut(Decision decision, List<TrustFolder.Entry> decided) {
    return decision == Decision.TRUSTED
        ? Future.succeededFuture()
        : Future.all(
                decided.stream()
                    .flatMap(this::machines)
                    .distinct()
                    .map(registry::reconnect)
                    .toList())
            .mapEmpty();
  }

  private Future<Answer> noted(Call call, Decision decision, List<TrustFolder.Entry> decided) {
    Future<Void> all = Future.succeededFuture();
    for (TrustFolder.Entry entry : decided) {
      AuditEntry line =
          new AuditEntry(
              clock.instant(),
              call.actor(),
              machine(entry).map(Machine::centre).or(() -> call.actor().centre()),
              "certificate." + Shapes.word(decision),
              entry.fingerprint(),
              Map.of(
                  "machine",
                  shownBy(entry),
                  "triedAt",
                  entry.triedAt().orElse(""),
                  "subject",
                  entry.subject()));
      all = all.compose(done -> audit.append(line));
    }
    return all.map(done -> Answer.ok(shape(decided.get(0))));
  }

  /**
   * A registered machine; empty for one that is only tried out, and for one that counts for all.
   */
  private static String shownBy(TrustFolder.Entry entry) {
    return entry.draftOf().isPresent() ? "" : entry.machine();
  }

  /** Whom a machine trusts is its own centre's affair, and so is what the centre tries out. */
  private boolean keeps(Actor actor, TrustFolder.Entry entry) {
    return entry.everywhere() || decides(actor, entry);
  }

  /** What counts for all machines is the administrator's. */
  private boolean decides(Actor actor, TrustFolder.Entry entry) {
    return actor.capacity() == Actor.Capacity.ADMINISTRATOR
        || entry
            .draftOf()
            .or(() -> machine(entry).map(Machine::centre))
            .filter(actor::technicianOf)
            .isPresent();
  }

  private Optional<Machine> machine(TrustFolder.Entry entry) {
    return registry.machine(entry.machine());
  }

  private JsonObject shape(TrustFolder.Entry entry) {
    Optional<String> host =
        entry
            .triedAt()
            .or(() -> machine(entry).map(machine -> machine.connection().endpoint()))
            .filter(endpoint -> !endpoint.isEmpty())
            .flatMap(endpoint -> Optional.ofNullable(URI.create(endpoint).getHost()));
    return CertificateShape.seen(entry, host, clock.instant());
  }

  private JsonObject own() {
    return CertificateShape.own(own.current())
        .put("next", own.next().map(CertificateShape::own).orElse(null));
  }

  private Future<Answer> file(Call call) {
    boolean next = call.text("which").filter("next"::equals).isPresent();
    Optional<X509Certificate> wanted = next ? own.next() : Optional.of(own.current());
    boolean der = call.text("format").filter("der"::equals).isPresent();
    return Future.succeededFuture(
        wanted
            .<Answer>map(certificate -> file(certificate, der, next))
            .orElseGet(() -> Problem.notFound("next certificate; make one with POST …/renewal")));
  }

  private static Answer file(X509Certificate certificate, boolean der, boolean next) {
    String name = "fucina-gateway" + (next ? "-next" : "") + (der ? ".der" : ".pem");
    return Answer.text(
            der ? "application/pkix-cert" : "application/x-pem-file",
            der
                ? Buffer.buffer(CertificateShape.der(certificate))
                : Buffer.buffer(CertificateShape.pem(certificate)))
        .with("Content-Disposition", "attachment; filename=\"" + name + "\"");
  }

  private Future<Answer> renew(Call call) {
    return vertx
        .executeBlocking(own::renew)
        .compose(
            made ->
                made.isPresent()
                    ? noted(
                        call,
                        "certificate.renewed",
                        made.get(),
                        next -> Answer.created("/certificates/own", own()))
                    : refused(
                        "renewal",
                        "one next certificate",
                        "There is a next certificate already: switch to it, or throw it away with"
                            + " DELETE /certificates/own/renewal."));
  }

  private Future<Answer> swap(Call call) {
    return vertx
        .executeBlocking(own::swap)
        .compose(
            now ->
                now.isPresent()
                    ? noted(call, "certificate.switched", now.get(), used -> Answer.ok(own()))
                    : refused(
                        "renewal",
                        "a next certificate",
                        "There is no next certificate to switch to: make one with POST"
                            + " /certificates/own/renewal."));
  }

  private Future<Answer> drop(Call call) {
    Optional<X509Certificate> next = own.next();
    if (next.isPresent() && own.nextWasInUse()) {
      return refused(
          "certificate-in-use",
          "a certificate no connection stands on",
          "This certificate was in use until the switch, and connections to machines may still"
              + " stand on it. Switch back to it, or throw it away after the gateway's next start.");
    }
    return vertx
        .executeBlocking(own::drop)
        .compose(
            dropped ->
                dropped && next.isPresent()
                    ? noted(call, "certificate.dropped", next.get(), gone -> Answer.nothing())
                    : Future.succeededFuture(Problem.notFound("next certificate")));
  }

  private Future<Answer> noted(
      Call call,
      String action,
      X509Certificate certificate,
      Function<X509Certificate, Answer> answer) {
    AuditEntry line =
        new AuditEntry(
            clock.instant(),
            call.actor(),
            call.actor().centre(),
            action,
            Fingerprint.sha256(certificate),
            Map.of("subject", certificate.getSubjectX500Principal().getName()));
    return audit.append(line).map(done -> answer.apply(certificate));
  }

  private static Future<Answer> refused(String rule, String limit, String detail) {
    return Future.succeededFuture(
        Problem.refused(List.of(new Refusal(rule, limit, "none", detail))));
  }
}
