package fucina.gateway;

import fucina.gateway.access.DeviceUser;
import fucina.gateway.access.DeviceUser.Below;
import fucina.gateway.access.DeviceUser.EdgeNode;
import fucina.gateway.access.DeviceUsers;
import fucina.gateway.broker.BrokerPassword;
import fucina.gateway.broker.BrokerUser;
import fucina.gateway.broker.BrokerUsers;
import java.util.Optional;

/** Devices as users of the embedded broker. */
final class DeviceDoor implements DeviceUsers.Door {
  private final BrokerUsers users;

  DeviceDoor(BrokerUsers users) {
    this.users = users;
  }

  @Override
  public void admit(DeviceUser user, String passwordHash) {
    users.put(brokerUser(user, BrokerPassword.ofHash(passwordHash)));
  }

  @Override
  public void dismiss(String name) {
    users.remove(name);
  }

  @Override
  public Optional<String> inTheWay(DeviceUser user) {
    if (users.find(user.name()).isPresent()) {
      return Optional.of("the broker has a user " + user.name() + " already");
    }
    BrokerUser wanted = brokerUser(user, BrokerPassword.of(""));
    return users
        .sharingTopicsWith(wanted)
        .findFirst()
        .map(
            other ->
                "these topics belong to "
                    + other.name()
                    + " ("
                    + String.join(", ", other.publish().stream().map(f -> f.text()).toList())
                    + ")");
  }

  private static BrokerUser brokerUser(DeviceUser user, BrokerPassword password) {
    if (user.reach() instanceof EdgeNode edge) {
      return BrokerUser.edgeNode(edge.group(), edge.node(), user.name(), password);
    }
    return BrokerUser.below(((Below) user.reach()).prefix(), user.name(), password);
  }
}
