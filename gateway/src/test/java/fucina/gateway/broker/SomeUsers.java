package fucina.gateway.broker;

/** The demo lab's users, all with the password {@link #PASSWORD}. */
final class SomeUsers {
  static final String PASSWORD = "a password of the tests";

  private SomeUsers() {}

  static BrokerUsers lab() {
    BrokerPassword password = BrokerPassword.of(PASSWORD);
    return new BrokerUsers(
        BrokerUser.everywhere("gateway", password),
        BrokerUser.below("printer-1", "printer-1", password),
        BrokerUser.below("printer-2", "printer-2", password),
        BrokerUser.edgeNode("made", "cell-2", "cell-2", password),
        BrokerUser.watching("watch", password),
        BrokerUser.below("sensors", "sensor", password));
  }
}
