package fucina.gateway.link.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OrderedAnswerTest {
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final List<String> done = new ArrayList<>();
  private int sent;

  private OrderedAnswer<String> request(CompletableFuture<String> answer) {
    return OrderedAnswer.of(
        () -> {
          sent++;
          return answer;
        },
        tasks::add);
  }

  /** As Milo's publishing does it: a stage for faults, then one on a pool, which may be slow. */
  private void follow(OrderedAnswer<String> request) {
    request
        .whenComplete((answer, fault) -> {})
        .whenCompleteAsync(
            (answer, fault) -> done.add(fault == null ? answer : "fault"),
            task -> {
              throw new AssertionError("the pool lets them overtake each other");
            });
  }

  private void runAll() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  @Test
  void callbacksRunInTheOrderTheAnswersCame() {
    CompletableFuture<String> first = new CompletableFuture<>();
    CompletableFuture<String> second = new CompletableFuture<>();
    follow(request(first));
    follow(request(second));
    second.complete("second");
    first.completeExceptionally(new IllegalStateException("broken off"));
    runAll();
    assertThat(done).containsExactly("second", "fault");
  }

  @Test
  void aRequestGoesOutOnceAndOnlyWhenItsCallbackIsThere() {
    CompletableFuture<String> answer = CompletableFuture.completedFuture("at once");
    OrderedAnswer<String> request = request(answer);
    assertThat(sent).isZero();
    follow(request);
    assertThat(sent).isEqualTo(1);
    follow(request);
    runAll();
    assertThat(sent).isEqualTo(1);
    assertThat(done).containsExactly("at once", "at once");
  }
}
