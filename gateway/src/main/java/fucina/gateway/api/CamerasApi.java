package fucina.gateway.api;

import fucina.gateway.access.SignedIn;
import fucina.gateway.camera.CameraFeed;
import fucina.gateway.camera.CameraStatus;
import fucina.gateway.camera.Cameras;
import fucina.gateway.camera.Picture;
import fucina.gateway.registry.Machine;
import fucina.gateway.session.SessionEvent;
import fucina.profiles.Camera;
import fucina.profiles.Label;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Cameras, for those who may see the machine's values and as long as they may: a window's end ends
 * the stream at its second.
 */
final class CamerasApi implements Resource, AutoCloseable {
  private static final int ONE_PERSON_AT_MOST = 8;
  private static final int ALL_AT_MOST = 400;
  private static final long FIRST_PICTURE_MILLIS = 5_000;
  private static final long LOOK_MILLIS = 250;

  private final Vertx vertx;
  private final Parts parts;
  private final Cameras cameras;
  private final Set<PictureStream> open = ConcurrentHashMap.newKeySet();
  private long timer;

  CamerasApi(Vertx vertx, Parts parts) {
    this.vertx = vertx;
    this.parts = parts;
    this.cameras = parts.values().cameras();
  }

  @Override
  public Map<String, Door.Work> works() {
    return Map.of("listCameras", this::list, "camera", this::camera);
  }

  /** Begins to listen to sessions and sign-ins. */
  void start() {
    parts.lab().sessions().onEvent(this::event);
    parts
        .access()
        .signIns()
        .onEnded(id -> each(stream -> stream.who().id().equals(id), PictureStream::end));
    timer = vertx.setPeriodic(LOOK_MILLIS, tick -> each(stream -> true, PictureStream::look));
  }

  @Override
  public void close() {
    vertx.cancelTimer(timer);
    each(stream -> true, PictureStream::end);
  }

  private void event(SessionEvent event) {
    if (event instanceof SessionEvent.Closed end) {
      each(
          stream ->
              stream.machine().equals(end.machine())
                  && stream.who().actor().organisation().equals(end.organisation())
                  && !stream.who().actor().staff(),
          PictureStream::end);
    }
  }

  private void each(Function<PictureStream, Boolean> which, Consumer<PictureStream> work) {
    open.stream()
        .filter(which::apply)
        .forEach(stream -> stream.context().runOnContext(go -> work.accept(stream)));
  }

  private Future<Answer> list(Call call) {
    return seen(
        call,
        machine ->
            Future.succeededFuture(
                Page.cut(cameras.of(machine), call, Camera::id, camera -> shape(machine, camera))));
  }

  private JsonObject shape(Machine machine, Camera camera) {
    CameraStatus status = cameras.feed(machine, camera.id()).map(CameraFeed::status).orElseThrow();
    return new JsonObject()
        .put("id", camera.id())
        .put("title", label(camera.title()))
        .put("privacy", label(camera.privacy()))
        .put("state", Shapes.word(status.word()))
        .put("detail", status.detail())
        .put("lastPicture", status.lastPicture().map(Object::toString).orElse(null));
  }

  private static JsonObject label(Label label) {
    return new JsonObject().put("en", label.en()).put("it", label.it());
  }

  private Future<Answer> camera(Call call) {
    String id = call.path("camera");
    return seen(
        call,
        machine ->
            cameras
                .feed(machine, id)
                .map(
                    feed ->
                        call.flag("snapshot") || wantsOne(call)
                            ? snapshot(feed)
                            : stream(call, machine, feed))
                .orElseGet(
                    () ->
                        Future.succeededFuture(
                            Problem.notFound("camera " + id + " of " + machine.id()))));
  }

  private static boolean wantsOne(Call call) {
    return call.header("Accept").map(types -> types.strip().equals("image/jpeg")).orElse(false);
  }

  private Future<Answer> snapshot(CameraFeed feed) {
    Promise<Answer> answer = Promise.promise();
    Runnable leave = feed.watch(picture -> answer.tryComplete(one(picture)));
    long patience =
        vertx.setTimer(
            FIRST_PICTURE_MILLIS,
            due -> answer.tryComplete(Problem.noPicture(feed.status().detail())));
    return answer
        .future()
        .onComplete(
            done -> {
              vertx.cancelTimer(patience);
              leave.run();
            });
  }

  private static Answer one(Picture picture) {
    Answer.Result result =
        Answer.text("image/jpeg", picture.jpeg())
            .with("X-Picture-Arrived", picture.arrived().toString());
    return picture
        .frozenSince()
        .map(since -> result.with("X-Picture-Frozen-Since", since.toString()))
        .orElse(result);
  }

  private Future<Answer> stream(Call call, Machine machine, CameraFeed feed) {
    SignedIn who = call.who();
    long own = open.stream().filter(s -> s.who().person().id().equals(who.person().id())).count();
    if (own >= ONE_PERSON_AT_MOST || open.size() >= ALL_AT_MOST) {
      return Future.succeededFuture(Problem.tooMany(Duration.ofSeconds(10)));
    }
    HttpServerResponse response = call.context().response();
    Context context = vertx.getOrCreateContext();
    PictureStream stream =
        new PictureStream(
            response,
            context,
            who,
            new Sight(parts, who),
            machine.id(),
            Duration.ofMillis(1000 / call.number("fps")));
    // Compressing pictures would hold them back; naming an encoding keeps it from being done.
    response
        .setChunked(true)
        .putHeader("Content-Type", PictureStream.TYPE)
        .putHeader("Content-Encoding", "identity");
    open.add(stream);
    Runnable leave = feed.watch(stream::offer);
    Runnable gone =
        () -> {
          open.remove(stream);
          leave.run();
        };
    response.closeHandler(closed -> gone.run());
    response.endHandler(ended -> gone.run());
    response.writeHead();
    return Future.succeededFuture(new Answer.Taken());
  }

  /** Work on a machine whose values may be seen now. */
  private Future<Answer> seen(Call call, Function<Machine, Future<Answer>> work) {
    String id = call.path("machine");
    return parts
        .lab()
        .registry()
        .machine(id)
        .map(
            machine ->
                new Sight(parts, call.who()).values(id)
                    ? work.apply(machine)
                    : Future.<Answer>succeededFuture(
                        Problem.window(
                            id,
                            "now",
                            "Its cameras are for the organisation whose window is running.")))
        .orElseGet(() -> Future.succeededFuture(Problem.notFound("machine " + id)));
  }
}
