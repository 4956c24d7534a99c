package fucina.scheduler.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WriteQueueTest {
  private final Vertx vertx = Vertx.vertx();
  private final AtomicBoolean away = new AtomicBoolean();
  private final List<String> written = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    Lab.await(vertx.close());
  }

  @Test
  void whatHappensWhileTheDatabaseIsAwayIsWrittenInItsOrderWhenItIsBack() {
    WriteQueue queue = new WriteQueue(vertx);
    away.set(true);
    Future<Void> first = queue.add("first", () -> write("first"));
    Future<Void> second = queue.add("second", () -> write("second"));
    assertThat(first.isComplete()).isFalse();
    assertThat(queue.size()).isEqualTo(2);

    away.set(false);

    Lab.await(second);
    assertThat(written).containsExactly("first", "second");
    await().until(() -> queue.size() == 0);
  }

  @Test
  void aWriteThatIsRefusedDoesNotHoldUpTheNext() {
    WriteQueue queue = new WriteQueue(vertx);
    Future<Void> wrong =
        queue.add("wrong", () -> Future.failedFuture(new IllegalStateException("no such column")));
    Future<Void> thrown =
        queue.add(
            "thrown",
            () -> {
              throw new IllegalStateException("no such thing");
            });
    Lab.await(queue.add("right", () -> write("right")));
    assertThat(wrong.failed()).isTrue();
    assertThat(thrown.failed()).isTrue();
    assertThat(written).containsExactly("right");
  }

  @Test
  void aFullQueueTakesNothingMoreAndKeepsWhatItHas() {
    WriteQueue queue = new WriteQueue(vertx, 2);
    away.set(true);
    queue.add("first", () -> write("first"));
    Future<Void> second = queue.add("second", () -> write("second"));
    assertThat(queue.add("third", () -> write("third")).failed()).isTrue();

    away.set(false);

    Lab.await(second);
    assertThat(written).containsExactly("first", "second");
    Lab.await(queue.add("fourth", () -> write("fourth")));
  }

  @Test
  void atTheEndWhatWaitsIsStillWrittenWhereThatIsPossible() {
    WriteQueue queue = new WriteQueue(vertx);
    for (int i = 0; i < 50; i++) {
      queue.add("slow", () -> vertx.timer(2).compose(rung -> write("slow")));
    }
    queue.close();
    assertThat(written).hasSize(50);
    assertThat(queue.add("later", () -> write("later")).failed()).isTrue();
  }

  private Future<Void> write(String what) {
    if (away.get()) {
      return Future.failedFuture(new DatabaseUnavailable("away"));
    }
    written.add(what);
    return Future.succeededFuture();
  }
}
