package fucina.simulators.mqtt;

/**
 * Where a machine's broker is, and who the machine is there.
 *
 * @param url {@code mqtt://host:port} or {@code mqtts://host:port}
 * @param client its client id
 * @param user its user
 * @param password never logged
 */
public record BrokerAccess(String url, String client, String user, String password) {
  /** A machine whose user has the name of its client id. */
  public BrokerAccess(String url, String user, String password) {
    this(url, user, user, password);
  }

  public BrokerAccess {
    if (!url.startsWith("mqtt://") && !url.startsWith("mqtts://")) {
      throw new IllegalArgumentException("a broker's address begins with mqtt:// or mqtts://");
    }
  }

  /** As Paho writes it. */
  String pahoUrl() {
    return url.replaceFirst("^mqtts://", "ssl://").replaceFirst("^mqtt://", "tcp://");
  }

  @Override
  public String toString() {
    return client + " at " + url;
  }
}
