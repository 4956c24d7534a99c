package fucina.gateway.api;

import fucina.gateway.api.Door.Work;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The public door: the API, the live socket, the pages. Runs on the event loop. */
public final class Api {
  private static final String API = "/api/v1";
  private static final long BODY_AT_MOST = 1024 * 1024;
  private static final long UPLOAD_AT_MOST = 8 * 1024 * 1024;
  private static final Pattern UPLOADS = Pattern.compile("/api/v1/machines/[^/]+/problems");
  private static final int MESSAGE_AT_MOST = 64 * 1024;
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final String POLICY =
      "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'"
          + " data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'none'";

  private final Vertx vertx;
  private final HttpSettings settings;
  private final Parts parts;
  private Optional<HttpServer> server = Optional.empty();
  private Optional<LiveSockets> live = Optional.empty();
  private Optional<ValuesApi> values = Optional.empty();
  private Optional<TrialDesk> desk = Optional.empty();
  private Optional<CamerasApi> cameras = Optional.empty();
  private Optional<RecordsApi> records = Optional.empty();

  public Api(Vertx vertx, HttpSettings settings, Parts parts) {
    this.vertx = vertx;
    this.settings = settings;
    this.parts = parts;
  }

  /**
   * Opens the door.
   *
   * @return the port listened on; fails with {@link PortTaken} where another program has it
   */
  public Future<Integer> start() {
    return Contract.read(vertx)
        .map(this::router)
        .compose(
            router ->
                new Reception(vertx, settings.limits(), Api::isUpload)
                    .server(options(), router)
                    .invalidRequestHandler(Api::unreadable)
                    .listen(settings.port(), settings.host()))
        .recover(fault -> PortTaken.explain(fault, "http.port", settings.host(), settings.port()))
        .map(
            listening -> {
              server = Optional.of(listening);
              return listening.actualPort();
            });
  }

  /** Closes the door: live sockets first, then the port. */
  public Future<Void> stop() {
    live.ifPresent(LiveSockets::close);
    cameras.ifPresent(CamerasApi::close);
    return server
        .map(HttpServer::close)
        .orElseGet(Future::succeededFuture)
        .onComplete(done -> values.ifPresent(ValuesApi::close))
        .onComplete(done -> records.ifPresent(RecordsApi::close))
        .onComplete(done -> desk.ifPresent(TrialDesk::close));
  }

  private static boolean isUpload(HttpServerRequest request) {
    return request.path() != null && UPLOADS.matcher(request.path()).matches();
  }

  private HttpServerOptions options() {
    HttpServerOptions options =
        new HttpServerOptions()
            .setCompressionSupported(true)
            .setMaxWebSocketFrameSize(MESSAGE_AT_MOST)
            .setMaxWebSocketMessageSize(MESSAGE_AT_MOST)
            .setIdleTimeout(120);
    if (settings.tls()) {
      options
          .setSsl(true)
          .setUseAlpn(true)
          .setKeyCertOptions(
              new PemKeyCertOptions()
                  .addCertPath(settings.certificate().orElseThrow().toString())
                  .addKeyPath(settings.key().orElseThrow().toString()));
    }
    return options;
  }

  private Router router(Contract contract) {
    MachineShape machines = new MachineShape(parts.lab().registry(), parts.lab().problems());
    SessionShape sessions = new SessionShape(parts.access().people(), parts.lab().registry());
    LiveSockets sockets = new LiveSockets(vertx, parts, sessions, contract.schema("LiveRequest"));
    ValuesApi readings = new ValuesApi(vertx, parts);
    TrialDesk bench = new TrialDesk(vertx, parts.lab().registry());
    desk = Optional.of(bench);
    live = Optional.of(sockets);
    CamerasApi pictures = new CamerasApi(vertx, parts);
    values = Optional.of(readings);
    cameras = Optional.of(pictures);
    RecordsApi kept = new RecordsApi(vertx, parts, sessions);
    records = Optional.of(kept);
    Map<String, Work> works =
        works(
            List.of(
                new SignInApi(parts.access(), machines, settings.secure()),
                new TokensApi(parts.access().tokens(), parts.clock()),
                new WebhooksApi(parts.access().webhooks()),
                new PeopleApi(parts.access().directory(), parts.lab().registry()),
                new DeviceUsersApi(parts.access().devices(), parts.lab().registry()),
                new CatalogueApi(parts.lab().registry()),
                new MachinesApi(parts, machines, sessions),
                new CalendarApi(parts, sessions, settings),
                new DescriptionsApi(parts.lab().registry(), settings),
                new DeadLettersApi(parts.lab()),
                new LinkHealthApi(parts.lab()),
                new TrialsApi(parts, bench),
                new BrowseApi(parts, bench),
                new ProblemReportsApi(parts, sessions),
                new AlarmsApi(parts, new AlarmShape(sessions)),
                readings,
                pictures,
                sockets,
                new BookingsApi(parts.lab(), sessions),
                new FreeTimeApi(parts.lab(), sessions),
                new BlackoutsApi(parts, sessions),
                new WaitingApi(parts.lab(), sessions),
                new SeriesApi(parts, sessions),
                new PoliciesApi(parts, sessions),
                new SessionsApi(parts.lab().sessions(), parts.access().people(), sessions),
                kept,
                new CertificatesApi(vertx, parts),
                new AuditApi(parts.lab().audit(), sessions),
                new UtilisationApi(parts.records().utilisation(), parts.lab().registry(), sessions),
                () ->
                    Map.of(
                        "openapi",
                        call ->
                            Future.succeededFuture(
                                Answer.text("application/yaml", contract.text())))));
    sockets.start();
    pictures.start();
    return routes(contract, works);
  }

  private static Map<String, Work> works(List<Resource> resources) {
    Map<String, Work> works = new HashMap<>();
    resources.forEach(resource -> works.putAll(resource.works()));
    return works;
  }

  private Router routes(Contract contract, Map<String, Work> works) {
    Door door = new Door(parts.access(), new Origins(settings));
    Router operations =
        contract.router(
            vertx,
            operation ->
                door.to(
                    operation,
                    Optional.ofNullable(works.get(operation.id()))
                        .orElseThrow(
                            () ->
                                new IllegalStateException(
                                    "nobody answers " + operation.id() + " of openapi.yaml"))));
    DocsPage docs = new DocsPage(contract);
    Router router = Router.router(vertx);
    router.route().handler(this::guard);
    // An address that cannot be decoded fails before any route is looked at.
    router.errorHandler(400, Api::failed);
    router.head("/api/*").handler(Api::headOfGet);
    BodyHandler bodies =
        BodyHandler.create(false).setBodyLimit(BODY_AT_MOST).setMergeFormAttributes(false);
    BodyHandler uploads =
        BodyHandler.create(false).setBodyLimit(UPLOAD_AT_MOST).setMergeFormAttributes(false);
    router
        .route("/api/*")
        .handler(
            context -> {
              if (context.request().canUpgradeToWebSocket()) {
                context.next();
              } else {
                boolean photo = UPLOADS.matcher(context.normalizedPath()).matches();
                (photo ? uploads : bodies).handle(context);
              }
            });
    router.route(API + "/*").subRouter(operations);
    router
        .get("/api/docs")
        .handler(context -> Answers.write(context, docs.at(settings.base(context.request()))));
    router.route("/api/*").handler(context -> Answers.write(context, nowhere(contract, context)));
    router.route().handler(new StaticPages("/webroot"));
    router.route().handler(context -> Answers.write(context, Problem.nowhere()));
    router.route().failureHandler(Api::failed);
    return router;
  }

  /** What every answer carries, problems included. */
  private void guard(RoutingContext context) {
    Optional<Problem> unreadable = unreadable(context);
    if (unreadable.isPresent()) {
      Answers.write(context, unreadable.get());
      return;
    }
    var headers = context.response().headers();
    headers
        .set("Date", DATE.format(parts.clock().instant()))
        .set("X-Content-Type-Options", "nosniff")
        .set("Content-Security-Policy", POLICY)
        .set("Referrer-Policy", "no-referrer")
        .set("Cross-Origin-Opener-Policy", "same-origin")
        .set("X-Frame-Options", "DENY");
    if (settings.secure()) {
      headers.set("Strict-Transport-Security", "max-age=31536000");
    }
    if (context.normalizedPath().startsWith("/api/")) {
      headers.set("Cache-Control", "no-store");
    }
    if (context.request().canUpgradeToWebSocket()) {
      // Who it is, is looked up before the socket opens; until then nothing may be read.
      context.request().pause();
    }
    context.next();
  }

  /**
   * The answer to GET without its body (RFC 9110 §9.3.2); the server itself leaves the body out.
   */
  private static void headOfGet(RoutingContext context) {
    context.reroute(HttpMethod.GET, context.request().uri());
  }

  private static Problem nowhere(Contract contract, RoutingContext context) {
    String path = context.normalizedPath();
    List<String> methods =
        path.startsWith(API) ? contract.methods(path.substring(API.length())) : List.of();
    return methods.isEmpty()
        ? Problem.nowhere()
        : Problem.methodNotAllowed(context.request().method().name(), methods);
  }

  /** What the router cannot even look up: an address in broken escapes, none or several Hosts. */
  private static Optional<Problem> unreadable(RoutingContext context) {
    int hosts = context.request().headers().getAll("Host").size();
    if (context.request().version() == HttpVersion.HTTP_1_1 && hosts != 1) {
      return Optional.of(
          Problem.badRequest("A request names one Host; this one names " + hosts + "."));
    }
    try {
      context.normalizedPath();
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(Problem.badRequest("The address cannot be read: " + e.getMessage() + "."));
    }
  }

  private static void failed(RoutingContext context) {
    Optional<Problem> unreadable = unreadable(context);
    if (unreadable.isPresent()) {
      Answers.write(context, unreadable.get());
      return;
    }
    if (context.failure() == null && context.statusCode() > 0) {
      Answers.write(context, Answers.status(context.statusCode(), context));
    } else {
      Throwable fault = context.failure();
      Answers.fault(context, fault == null ? new IllegalStateException("no reason") : fault);
    }
  }

  private static void unreadable(HttpServerRequest request) {
    Problem problem = Problem.badRequest("This is not HTTP as RFC 9112 has it, or too long.");
    request
        .response()
        .setStatusCode(problem.status())
        .putHeader("Content-Type", "application/problem+json")
        .end(problem.json().toBuffer())
        .onComplete(done -> request.connection().close());
  }
}
