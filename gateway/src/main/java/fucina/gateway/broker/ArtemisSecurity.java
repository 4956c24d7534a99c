package fucina.gateway.broker;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.protocol.mqtt.exceptions.InvalidClientIdException;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.apache.activemq.artemis.utils.CompositeAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers Artemis's two questions, who are you and may you, from the users' topic filters. Artemis
 * asks about addresses; here they are turned back into the topics they came from.
 */
final class ArtemisSecurity implements ActiveMQSecurityManager5 {
  private static final Logger log = LoggerFactory.getLogger(ArtemisSecurity.class);
  private static final WildcardConfiguration WILDCARDS = new WildcardConfiguration();

  private static final int REMEMBERED_REFUSALS = 1_000;

  private final BrokerUsers users;
  private final ClientSessions sessions;
  private final Set<String> refusals = ConcurrentHashMap.newKeySet();

  ArtemisSecurity(BrokerUsers users, ClientSessions sessions) {
    this.users = users;
    this.sessions = sessions;
  }

  @Override
  public @Nullable Subject authenticate(
      @Nullable String name,
      @Nullable String password,
      @Nullable RemotingConnection connection,
      @Nullable String domain) {
    if (connection == null || connection.getSubject() != null) {
      return subject(name, password); // asked again, of a client that was admitted
    }
    // Artemis forgets the session of whoever a refused client claimed to be. So while we look, it
    // is
    // nobody.
    String clientId = connection.getClientID();
    connection.setClientID("nobody-" + UUID.randomUUID());
    Subject subject = subject(name, password);
    if (name != null && subject != null) {
      admit(name, clientId);
      connection.setClientID(clientId);
    }
    return subject;
  }

  private @Nullable Subject subject(@Nullable String name, @Nullable String password) {
    if (name == null
        || password == null
        || users.find(name).filter(user -> user.password().is(password)).isEmpty()) {
      return null;
    }
    Subject subject = new Subject();
    // Artemis accepts its own kind of principal only.
    subject.getPrincipals().add(new UserPrincipal(name));
    return subject;
  }

  private void admit(String name, String clientId) {
    if (!sessions.mayConnectAs(name, clientId)) {
      log.warn("Broker user {} asked for the client id {}, which is not theirs", name, clientId);
      throw new InvalidClientIdException();
    }
  }

  @Override
  public boolean authorize(Subject subject, Set<Role> roles, CheckType check, String address) {
    return subject.getPrincipals(UserPrincipal.class).stream()
        .findAny()
        .flatMap(principal -> users.find(principal.getName()))
        .map(user -> allows(user, check, address))
        .orElse(false);
  }

  private boolean allows(BrokerUser user, CheckType check, String address) {
    String topic = topicOf(CompositeAddress.extractAddressName(address));
    boolean allowed =
        switch (check) {
          // A queue's name has no place in a topic: it would reach past other subscribers.
          case SEND -> !CompositeAddress.isFullyQualified(address) && user.mayPublish(topic);
          case CONSUME,
              CREATE_DURABLE_QUEUE,
              DELETE_DURABLE_QUEUE,
              CREATE_NON_DURABLE_QUEUE,
              DELETE_NON_DURABLE_QUEUE ->
              user.maySubscribe(topic);
          // Come before both, and after the last subscription; they grant nothing by themselves.
          case CREATE_ADDRESS, DELETE_ADDRESS -> user.mayPublish(topic) || user.maySubscribe(topic);
          case MANAGE, BROWSE, VIEW, EDIT -> false;
        };
    if (!allowed && first(user.name() + " " + check + " " + topic)) {
      log.warn("Broker user {} is refused {} on {}", user.name(), check, topic);
    }
    return allowed;
  }

  /** A client that keeps trying is told of once, so that it cannot fill the log. */
  private boolean first(String refusal) {
    if (refusals.size() >= REMEMBERED_REFUSALS) {
      refusals.clear();
    }
    return refusals.add(refusal);
  }

  private static String topicOf(String address) {
    return MQTTUtil.getMqttTopicFromCoreAddress(address, WILDCARDS);
  }

  @Override
  public boolean validateUser(String name, String password) {
    return false; // the older form, which Artemis does not ask once version 5 is there
  }

  @Override
  public boolean validateUserAndRole(
      String name, String password, Set<Role> roles, CheckType check) {
    return false; // likewise
  }
}
