package fucina.gateway.api;

import fucina.gateway.access.DeviceUser;
import fucina.gateway.access.DeviceUsers;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A broker's door that only keeps a list; a name, or a reach, is taken once. */
final class ListedDoor implements DeviceUsers.Door {
  final Map<String, DeviceUser> in = new ConcurrentHashMap<>();

  @Override
  public void admit(DeviceUser user, String passwordHash) {
    in.put(user.name(), user);
  }

  @Override
  public void dismiss(String name) {
    in.remove(name);
  }

  @Override
  public Optional<String> inTheWay(DeviceUser user) {
    return in.values().stream()
        .filter(other -> other.name().equals(user.name()) || other.reach().equals(user.reach()))
        .map(other -> "it belongs to " + other.name())
        .findFirst();
  }
}
