package fucina.simulators.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.simulators.machine.Fault;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DisorderTest {
  private final List<Integer> sent = new CopyOnWriteArrayList<>();
  private final Disorder disorder = disorder(3);

  @AfterEach
  void close() {
    disorder.close();
  }

  @Test
  void toldNothingItSendsAtOnceAndInOrder() {
    send(disorder, 20);
    assertThat(sent).containsExactlyElementsOf(numbers(20));
  }

  @Test
  void duplicatesComeTwiceEach() {
    disorder.suffer(new Fault.Duplicates(true));
    send(disorder, 3);
    assertThat(sent).containsExactly(0, 0, 1, 1, 2, 2);
  }

  @Test
  void messagesOvertakeEachOtherAndNoneIsLost() {
    disorder.suffer(new Fault.OutOfOrder(true));
    send(disorder, 50);
    disorder.suffer(new Fault.OutOfOrder(false));
    assertThat(sent).containsExactlyInAnyOrderElementsOf(numbers(50)).isNotEqualTo(numbers(50));
  }

  @Test
  void theSameSeedSwapsTheSameMessages() {
    disorder.suffer(new Fault.OutOfOrder(true));
    send(disorder, 50);
    List<Integer> first = List.copyOf(sent);
    sent.clear();
    try (Disorder again = disorder(3)) {
      again.suffer(new Fault.OutOfOrder(true));
      send(again, 50);
      assertThat(sent).isEqualTo(first);
    }
  }

  @Test
  void aMessageThatWaitsForANextOneGoesByItself() {
    disorder.suffer(new Fault.OutOfOrder(true));
    send(disorder, 7);
    await().atMost(Duration.ofSeconds(30)).until(() -> sent.size() == 7);
  }

  @Test
  void lateMessagesComeLaterAndInOrder() {
    disorder.suffer(new Fault.LateMessages(Duration.ofMillis(200)));
    send(disorder, 5);
    assertThat(sent).isEmpty();
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(sent).containsExactlyElementsOf(numbers(5)));
  }

  private Disorder disorder(long seed) {
    return new Disorder(seed, message -> sent.add(Integer.parseInt(message.topic())), "test");
  }

  private static void send(Disorder through, int count) {
    for (int n : numbers(count)) {
      through.send(new WireMessage(Integer.toString(n), new byte[0], 1, false));
    }
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }
}
