package fucina.gateway.session;

/** What watchers of a session are told. */
public sealed interface SessionEvent {
  /** The machine it is about. */
  String machine();

  /** A session changed: state, operator, consent. */
  record Changed(Session session) implements SessionEvent {
    @Override
    public String machine() {
      return session.machine();
    }
  }

  /** A command took a step. */
  record Commanded(CommandRecord command) implements SessionEvent {
    @Override
    public String machine() {
      return command.machine();
    }
  }

  /**
   * An organisation's right to a machine's live values is over.
   *
   * @param organisation whose
   * @param reason window-ended or revoked
   */
  record Closed(String machine, String organisation, String reason) implements SessionEvent {}
}
