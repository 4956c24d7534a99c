package fucina.gateway.link.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.link.Cells;
import fucina.gateway.link.DeadLetters;
import fucina.gateway.link.FakeIntake;
import fucina.gateway.link.LastKnown;
import fucina.gateway.link.MachineClock;
import fucina.gateway.link.Notebook;
import fucina.gateway.link.opcua.Addresses.Place;
import fucina.gateway.link.opcua.Continuity.Missed;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfig;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a subscription is taken for missed, when a line swallowed some of it. */
class DeliveryTest {
  /** Good, with the bit that says that the queue ran over. */
  private static final StatusCode OVERFLOW = new StatusCode(0x0480L);

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final ExecutorService threads = Executors.newSingleThreadExecutor();
  private final InstantSource clock = () -> NOON.plusSeconds(60);
  private Continuity continuity;
  private Delivery delivery;
  private OpcUaSubscription subscription;
  private OpcUaMonitoredItem item;

  @BeforeEach
  void subscribe(@TempDir Path folder) {
    PromptTransport transport = PromptTransport.make(threads, Cells.ANY);
    OpcUaClient client = new OpcUaClient(OpcUaClientConfig.builder().build(), transport);
    Notebook notebook = new Notebook(folder.resolve("notes"));
    continuity = new Continuity(new Owed("m", notebook));
    OpcUaDecoder decoder =
        new OpcUaDecoder(
            "m",
            new LastKnown("m"),
            new MachineClock("m", notebook),
            new DeadLetters(clock),
            new FakeIntake(),
            clock,
            new SourceSkew(),
            continuity);
    delivery = new Delivery(decoder, transport.keepAlives(), why -> {});
    subscription = new OpcUaSubscription(client);
    SignalItem signal = new SignalItem(ForeignBench.number("a"), new Structures(client));
    signal.placed(new Place(new NodeId(1, "a"), Optional.empty(), List.of()), NodeFacts.NONE);
    item = signal.make();
    subscription.addMonitoredItem(item);
  }

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  /** A value of a second that is its number. */
  private static DataValue value(int number, StatusCode status) {
    DateTime time = new DateTime(NOON.plusSeconds(number));
    return new DataValue(new Variant((double) number), status, time, time);
  }

  private void comes(int number) {
    comes(value(number, StatusCode.GOOD));
  }

  /** In one notification. */
  private void comes(DataValue... values) {
    subscription
        .getDeliveryQueue()
        .execute(
            () ->
                delivery.onDataReceived(
                    subscription, Collections.nCopies(values.length, item), List.of(values)));
  }

  /** As Milo tells it: behind everything that was told again. */
  private void miloSaysSo() {
    subscription.getDeliveryQueue().execute(() -> delivery.onNotificationDataLost(subscription));
  }

  private List<Missed> missed() throws InterruptedException {
    CountDownLatch delivered = new CountDownLatch(1);
    subscription.getDeliveryQueue().execute(delivered::countDown);
    assertThat(delivered.await(60, TimeUnit.SECONDS)).isTrue();
    return continuity.take();
  }

  private static void isBetween(Missed missed, int from, int to) {
    assertThat(missed.from()).isBeforeOrEqualTo(NOON.plusSeconds(from));
    assertThat(missed.before().orElseThrow().sourceTime()).isEqualTo(NOON.plusSeconds(from));
    assertThat(missed.after()).isEqualTo(NOON.plusSeconds(to));
  }

  @Test
  void whatIsGoneIsMissedWhereItWasAlsoWhereWhatFollowsIsToldAgain() throws Exception {
    comes(1);
    delivery.gone(subscription);
    delivery.gone(subscription);
    comes(4);
    comes(5);
    miloSaysSo();
    comes(6);
    assertThat(missed()).singleElement().satisfies(each -> isBetween(each, 1, 4));
  }

  @Test
  void everyHoleOfSeveralIsMissed() throws Exception {
    comes(1);
    delivery.gone(subscription);
    comes(3);
    delivery.gone(subscription);
    comes(5);
    miloSaysSo();
    List<Missed> missed = missed();
    assertThat(missed).hasSize(2);
    isBetween(missed.get(0), 1, 3);
    isBetween(missed.get(1), 3, 5);
  }

  @Test
  void whatAQueueHadNoRoomForIsMissedAlsoWhereTheServerMarksTheValuesItWentFor() throws Exception {
    comes(1);
    comes(value(4, StatusCode.GOOD), value(5, OVERFLOW), value(6, OVERFLOW));
    comes(7);
    assertThat(missed()).singleElement().satisfies(each -> isBetween(each, 1, 6));
  }

  @Test
  void whatAQueueHadNoRoomForIsMissedNoFurtherThanToTheValueBehindIt() throws Exception {
    comes(1);
    comes(value(4, OVERFLOW), value(5, StatusCode.GOOD));
    comes(6);
    assertThat(missed()).singleElement().satisfies(each -> isBetween(each, 1, 4));
  }

  @Test
  void whatMiloAloneKnowsToBeLostIsMissedFromTheLastOneOn() throws Exception {
    comes(1);
    miloSaysSo();
    comes(5);
    assertThat(missed()).singleElement().satisfies(each -> isBetween(each, 1, 5));
  }
}
