package fucina.simulators.opcua;

import java.nio.file.Path;

/**
 * How a machine's OPC UA server is reached.
 *
 * @param port 0 takes a free one; the same again after a restart of its server
 * @param folder keeps the server's keys, its trust list and the machine's counters; made where it
 *     is missing
 * @param username the one user it admits
 * @param password that user's; never logged
 * @param trustAll true admits every client certificate, for playing by hand; false only those
 *     {@link OpcUaMachine#trust trusted}, the others are kept in the folder's {@code rejected}
 */
public record OpcUaSettings(
    int port, Path folder, String username, String password, boolean trustAll) {

  @Override
  public String toString() {
    return "port " + port + ", folder " + folder + ", user " + username;
  }
}
