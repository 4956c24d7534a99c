package fucina.scheduler.postgres;

import io.vertx.pgclient.PgConnectOptions;

/**
 * Where a PostgreSQL server listens and how it is entered, for both of its clients.
 *
 * @param options as the asynchronous client wants it
 */
record DatabaseAddress(PgConnectOptions options) {

  /** The embedded server. */
  static DatabaseAddress loopback(int port, String user, String password) {
    return new DatabaseAddress(
        new PgConnectOptions()
            .setHost("127.0.0.1")
            .setPort(port)
            .setDatabase("postgres")
            .setUser(user)
            .setPassword(password));
  }

  /** A server somebody else runs. */
  static DatabaseAddress of(String url) {
    try {
      return new DatabaseAddress(PgConnectOptions.fromUri(url));
    } catch (IllegalArgumentException e) {
      // The fault's own words may hold the password.
      throw new DatabaseUnavailable(
          "database.url is no address of a PostgreSQL server; it looks like"
              + " postgresql://user:password@host:port/database.");
    }
  }

  String jdbc() {
    return "jdbc:postgresql://%s:%d/%s?sslmode=%s"
        .formatted(
            options.getHost(),
            options.getPort(),
            options.getDatabase(),
            options.getSslMode().value);
  }

  /** As it may be shown: without user and password. */
  @Override
  public String toString() {
    return "%s:%d/%s".formatted(options.getHost(), options.getPort(), options.getDatabase());
  }
}
