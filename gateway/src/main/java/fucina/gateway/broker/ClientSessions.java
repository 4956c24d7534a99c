package fucina.gateway.broker;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.postoffice.QueueBinding;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTInterceptor;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTSessionState;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTStateManager;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerQueuePlugin;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the clients' sessions apart, and from piling up, where Artemis does not.
 *
 * <p>Artemis finds a session, or a shared subscription, by its name alone: whoever gives another's
 * client id resumes that session, and whoever is then refused its queue has the queue deleted, with
 * all it held. So a queue belongs to the user who made it, and others are turned away before
 * Artemis looks. And every MQTT 5 subscription gets a queue on the disk, also of clients whose
 * session ends with their connection; after a crash such a queue would fill for ever. So those are
 * kept in memory only. Nor may a watcher who is away, or reads too slowly, fill the disk and with
 * it stop every machine: for each subscription of a user other than the gateway a bounded number of
 * messages waits, and the oldest make room.
 */
final class ClientSessions implements MQTTInterceptor, ActiveMQServerQueuePlugin {
  private static final Logger log = LoggerFactory.getLogger(ClientSessions.class);
  private static final WildcardConfiguration WILDCARDS = new WildcardConfiguration();

  /** A session expiry that is not zero; what MQTT calls for ever. */
  private static final int UNENDING = -1;

  private static final Pattern SHARED = Pattern.compile("\\$share/([^/+#]+)/(.+)");

  private final BrokerUsers users;
  private final int mostWaiting;
  private volatile Optional<ActiveMQServer> server = Optional.empty();

  /**
   * For these users.
   *
   * @param mostWaiting messages that wait for one subscription of a user who is not the gateway
   */
  ClientSessions(BrokerUsers users, int mostWaiting) {
    this.users = users;
    this.mostWaiting = mostWaiting;
  }

  /** Begins to guard this server; before it starts. */
  void guard(ActiveMQServer guarded) {
    spareWhoeverIsNamed();
    server = Optional.of(guarded);
    guarded.registerBrokerPlugin(this);
    guarded.getServiceRegistry().addIncomingInterceptor(this);
  }

  /**
   * A connection that ends before its client was admitted ends no session. Until then all share one
   * state in Artemis, which is that of a session that ends with its connection: so at its end, and
   * a client may hang up while its CONNECT is being looked at, Artemis forgets whatever session
   * goes by the client id the CONNECT named, be it the gateway's.
   */
  private static void spareWhoeverIsNamed() {
    MQTTSessionState.DEFAULT.setClientSessionExpiryInterval(UNENDING);
  }

  /**
   * Whether this user may go by this client id: not another's by name, nor by what it left here.
   */
  boolean mayConnectAs(String user, String clientId) {
    return users.mayBeCalled(user, clientId)
        && session(clientId).stream()
            .flatMap(state -> state.getSubscriptions().stream())
            .filter(subscription -> !MQTTUtil.isSharedSubscription(subscription.topicFilter()))
            .allMatch(subscription -> queueIsOf(user, subscription.topicFilter(), clientId));
  }

  /** False ends the connection. */
  @Override
  public boolean intercept(MqttMessage packet, RemotingConnection connection) {
    if (packet instanceof MqttSubscribeMessage subscribe) {
      Optional<String> user = userOf(connection);
      return user.isPresent()
          && subscribe.payload().topicSubscriptions().stream()
              .allMatch(each -> maySubscribe(user.get(), each.topicFilter(), connection));
    }
    return true;
  }

  private static Optional<String> userOf(RemotingConnection connection) {
    return Optional.ofNullable(connection.getSubject()).stream()
        .flatMap(subject -> subject.getPrincipals(UserPrincipal.class).stream())
        .map(UserPrincipal::getName)
        .findAny();
  }

  private boolean maySubscribe(String user, String filter, RemotingConnection connection) {
    boolean may =
        (!MQTTUtil.isSharedSubscription(filter) || mayShare(user, filter))
            && queueIsOf(user, filter, connection.getClientID());
    if (!may) {
      log.warn(
          "Broker user {} asked for {}, which is not theirs, and is disconnected", user, filter);
    }
    return may;
  }

  private boolean mayShare(String user, String shared) {
    Matcher parts = SHARED.matcher(shared);
    return parts.matches()
        && users.mayBeCalled(user, parts.group(1))
        && users.find(user).filter(each -> each.maySubscribe(parts.group(2))).isPresent();
  }

  /** Whether the subscription's queue is not there yet, or was made by this user. */
  private boolean queueIsOf(String user, String filter, String clientId) {
    String name = MQTTUtil.getCoreQueueFromMqttTopic(filter, clientId, WILDCARDS);
    return server
        .map(running -> running.locateQueue(name))
        .map(Queue::getUser)
        .map(owner -> owner.toString().equals(user))
        .orElse(true);
  }

  @Override
  public void beforeCreateQueue(QueueConfiguration queue) {
    if (queue.getRoutingType() != RoutingType.MULTICAST || queue.getUser() == null) {
      return; // not a subscription's
    }
    if (isOfPassingSession(queue)) {
      queue.setDurable(false);
    }
    if (!isKeptForGateway(queue.getUser())) {
      queue.setRingSize((long) mostWaiting);
    }
  }

  private boolean isKeptForGateway(@Nullable SimpleString user) {
    return user != null && users.find(user.toString()).filter(BrokerUser::isEverywhere).isPresent();
  }

  private boolean isOfPassingSession(QueueConfiguration queue) {
    String name = queue.getName().toString();
    return states().stream()
        .filter(state -> state.isAttached() && state.getClientSessionExpiryInterval() == 0)
        .anyMatch(state -> name.startsWith(state.getClientId() + "."));
  }

  /**
   * Forgets what a crash left of sessions that were to end with their connection: their names in
   * Artemis's session store, and queues no session knows.
   */
  void sweep() {
    Set<String> known = new HashSet<>();
    for (MQTTSessionState state : states()) {
      Set<String> queues = new HashSet<>();
      for (MqttTopicSubscription subscription : state.getSubscriptions()) {
        queues.add(
            MQTTUtil.getCoreQueueFromMqttTopic(
                subscription.topicFilter(), state.getClientId(), WILDCARDS));
      }
      queues.removeIf(name -> server.map(each -> each.locateQueue(name)).isEmpty());
      if (queues.isEmpty()) {
        forget(state.getClientId());
      }
      known.addAll(queues);
    }
    server.ifPresent(
        running ->
            subscriptionQueues(running)
                .filter(queue -> !known.contains(queue.getName().toString()))
                .filter(queue -> !isKeptForGateway(queue.getUser()))
                .forEach(this::destroy));
  }

  static long subscriptions(ActiveMQServer running) {
    return subscriptionQueues(running).count();
  }

  private static Stream<Queue> subscriptionQueues(ActiveMQServer running) {
    return running
        .getPostOffice()
        .getAllBindings()
        .filter(QueueBinding.class::isInstance)
        .map(binding -> ((QueueBinding) binding).getQueue())
        .filter(
            queue -> !queue.isInternalQueue() && queue.getRoutingType() == RoutingType.MULTICAST)
        .filter(queue -> !queue.getAddress().toString().startsWith("$"));
  }

  private void destroy(Queue queue) {
    try {
      queue.deleteQueue();
    } catch (Exception e) {
      log.warn("A queue nobody reads, {}, stays: {}", queue.getName(), e.getMessage());
    }
  }

  private void forget(String clientId) {
    try {
      stateManager().removeSessionState(clientId);
    } catch (Exception e) {
      log.warn("The ended session of {} stays: {}", clientId, e.getMessage());
    }
  }

  private Optional<MQTTSessionState> session(String clientId) {
    return Optional.ofNullable(stateManager().getSessionStates().get(clientId));
  }

  private Collection<MQTTSessionState> states() {
    return stateManager().getSessionStates().values();
  }

  private MQTTStateManager stateManager() {
    try {
      return MQTTStateManager.getInstance(
          server.orElseThrow(() -> new IllegalStateException("the broker is not running")));
    } catch (IllegalStateException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("the broker's sessions cannot be read", e);
    }
  }
}
