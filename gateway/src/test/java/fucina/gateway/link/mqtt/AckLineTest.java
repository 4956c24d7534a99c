package fucina.gateway.link.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class AckLineTest {
  private final List<Integer> acknowledged = new ArrayList<>();
  private int stuck;
  private final AckLine line = new AckLine(acknowledged::add, () -> stuck++);

  private List<CompletableFuture<Void>> add(int count) {
    List<CompletableFuture<Void>> futures = new ArrayList<>();
    for (int id = 1; id <= count; id++) {
      CompletableFuture<Void> durable = new CompletableFuture<>();
      futures.add(durable);
      line.add(id, durable);
    }
    return futures;
  }

  @Property
  void acknowledgementsLeaveInTheOrderOfArrivalHoweverTheCommitsEnd(@ForAll long seed) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, 50).boxed().toList());
    Collections.shuffle(order, new Random(seed));
    acknowledged.clear();
    List<CompletableFuture<Void>> futures = add(50);
    for (int i : order) {
      futures.get(i).complete(null);
      assertThat(acknowledged).isSorted();
    }
    assertThat(acknowledged).hasSize(50);
    assertThat(line.waiting()).isZero();
  }

  @Test
  void afterOneThatWasNotTakenNothingMoreIsAcknowledged() {
    List<CompletableFuture<Void>> futures = add(4);
    futures.get(0).complete(null);
    futures.get(2).complete(null);
    futures.get(1).completeExceptionally(new IllegalStateException("full"));
    futures.get(3).complete(null);
    assertThat(acknowledged).containsExactly(1);
    assertThat(stuck).isEqualTo(1);
  }

  @Test
  void afterTheEndNothingIsAcknowledged() {
    List<CompletableFuture<Void>> futures = add(2);
    line.end();
    futures.forEach(each -> each.complete(null));
    line.add(3, CompletableFuture.completedFuture(null));
    assertThat(acknowledged).isEmpty();
    assertThat(stuck).isZero();
  }
}
