package fucina.gateway.link.opcua;

import fucina.gateway.link.MachineLink.Answer;
import fucina.gateway.link.opcua.OpcUaConnector.Opened;
import fucina.profiles.Command;
import fucina.profiles.Command.Argument;
import fucina.profiles.CommandAddress;
import fucina.profiles.NodeAddress;
import fucina.profiles.Value;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.milo.opcua.sdk.client.UaSession;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.types.UaRequestMessageType;
import org.eclipse.milo.opcua.stack.core.types.UaResponseMessageType;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.RequestHeader;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends commands on one session: at once on the connection that is open now, or not at all, and
 * never twice.
 *
 * @param opened the client
 * @param session the session in force; empty while it is interrupted
 * @param addresses where the profile's nodes are on this server
 */
record OpcUaCommands(Opened opened, Supplier<Optional<UaSession>> session, Addresses addresses) {
  private static final Logger LOG = LoggerFactory.getLogger(OpcUaCommands.class);

  /** Sends one command; always completes normally. */
  CompletableFuture<Answer> execute(Command command, Map<String, Value> arguments) {
    try {
      if (command.address() instanceof CommandAddress.OpcUaMethod method) {
        return call(command, method, arguments);
      }
      if (command.address() instanceof CommandAddress.OpcUaWrite write) {
        return write(command, write, arguments);
      }
      return done(new Answer.NotSent("the profile gives " + command.name() + " no OPC UA address"));
    } catch (IllegalArgumentException e) {
      return done(new Answer.NotSent(String.valueOf(e.getMessage())));
    }
  }

  private CompletableFuture<Answer> call(
      Command command, CommandAddress.OpcUaMethod method, Map<String, Value> arguments) {
    Variant[] inputs =
        command.arguments().stream()
            .map(argument -> input(argument, arguments))
            .toArray(Variant[]::new);
    Optional<NodeId> object = resolve(method.object());
    Optional<NodeId> node = resolve(method.method());
    if (object.isEmpty() || node.isEmpty()) {
      return done(new Answer.NotSent("the machine has no method " + method.method()));
    }
    CallMethodRequest call = new CallMethodRequest(object.get(), node.get(), inputs);
    return send(
        command.timeout(),
        header -> new CallRequest(header, new CallMethodRequest[] {call}),
        response -> OpcUaAnswers.called(command, (CallResponse) response));
  }

  private static Variant input(Argument argument, Map<String, Value> arguments) {
    return Optional.ofNullable(arguments.get(argument.name()))
        .or(argument::fallback)
        .map(value -> OpcUaValues.argument(argument, value))
        .orElse(Variant.NULL_VALUE);
  }

  private CompletableFuture<Answer> write(
      Command command, CommandAddress.OpcUaWrite write, Map<String, Value> arguments) {
    Optional<Value> value =
        write
            .value()
            .or(
                () ->
                    command.arguments().stream()
                        .findFirst()
                        .flatMap(
                            a -> Optional.ofNullable(arguments.get(a.name())).or(a::fallback)));
    Optional<NodeId> node = resolve(write.node());
    if (value.isEmpty() || node.isEmpty()) {
      return done(new Answer.NotSent("there is nothing to write, or no " + write.node()));
    }
    return writeLike(node.get(), shown -> OpcUaValues.like(shown, value.get()), command.timeout());
  }

  /** Reads a variable to learn its type, then writes it once. */
  private CompletableFuture<Answer> writeLike(
      NodeId node, Function<Variant, Variant> next, Duration timeout) {
    ReadValueId what =
        new ReadValueId(node, AttributeId.Value.uid(), null, QualifiedName.NULL_VALUE);
    CompletableFuture<Optional<Variant>> shown =
        exchange(
            timeout,
            header ->
                new ReadRequest(header, 0.0, TimestampsToReturn.Neither, new ReadValueId[] {what}),
            (response, failure) ->
                response instanceof ReadResponse read && read.getResults() != null
                    ? Optional.of(read.getResults()[0].value())
                    : Optional.empty());
    return shown
        .thenCompose(
            sample ->
                sample
                    .map(found -> writeOnce(node, next.apply(found), timeout))
                    .orElseGet(() -> done(new Answer.NotSent("the machine does not answer"))))
        .exceptionally(e -> new Answer.NotSent("the value does not fit: " + e.getMessage()));
  }

  private CompletableFuture<Answer> writeOnce(NodeId node, Variant value, Duration timeout) {
    WriteValue write =
        new WriteValue(node, AttributeId.Value.uid(), null, DataValue.valueOnly(value));
    return send(
        timeout,
        header -> new WriteRequest(header, new WriteValue[] {write}),
        response -> OpcUaAnswers.written((WriteResponse) response));
  }

  /** Writes the watchdog's variable once: a flag turns over, a number counts on. */
  CompletableFuture<Answer> feed(NodeAddress watchdog) {
    return resolve(watchdog)
        .map(node -> writeLike(node, OpcUaValues::next, Duration.ofSeconds(1)))
        .orElseGet(() -> done(new Answer.NotSent("the machine has no watchdog " + watchdog)));
  }

  /** Feeds a watchdog, and leaves a note where it was not fed. */
  void feedOrTell(NodeAddress watchdog, String machine) {
    feed(watchdog)
        .thenAccept(
            answer -> {
              if (!(answer instanceof Answer.Accepted)) {
                LOG.warn("the watchdog of {} was not fed: {}", machine, answer);
              }
            });
  }

  private Optional<NodeId> resolve(NodeAddress address) {
    return addresses.find(address);
  }

  private CompletableFuture<Answer> send(
      Duration timeout,
      Function<RequestHeader, UaRequestMessageType> request,
      Function<UaResponseMessageType, Answer> answer) {
    return exchange(
        timeout,
        request,
        (response, failure) ->
            response == null ? OpcUaAnswers.failed(failure) : answer.apply(response));
  }

  private <T> CompletableFuture<T> exchange(
      Duration timeout,
      Function<RequestHeader, UaRequestMessageType> request,
      BiFunction<
              @org.jspecify.annotations.Nullable UaResponseMessageType,
              @org.jspecify.annotations.Nullable Throwable,
              T>
          outcome) {
    Optional<UaSession> active = session.get();
    Optional<Channel> channel = opened.transport().latest().filter(Channel::isActive);
    if (active.isEmpty() || channel.isEmpty()) {
      return CompletableFuture.completedFuture(outcome.apply(null, new LinkDown()));
    }
    RequestHeader header =
        opened
            .client()
            .newRequestHeader(
                active.get().getAuthenticationToken(), Unsigned.uint(timeout.toMillis()));
    return opened
        .transport()
        .sendNow(request.apply(header), channel.get())
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .handle(outcome);
  }

  private static CompletableFuture<Answer> done(Answer answer) {
    return CompletableFuture.completedFuture(answer);
  }

  /** There was no session to send on. */
  static final class LinkDown extends RuntimeException {
    private static final long serialVersionUID = 1;

    LinkDown() {
      super("the connection to the machine is interrupted", null, false, false);
    }
  }
}
