package fucina.gateway.link.opcua;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowsePath;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowsePathResult;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowsePathTarget;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePath;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePathElement;

/** The LockingServices below one node of a server; its parts are found by their standard names. */
final class LockMethods implements LockServices {
  private static final String DI = "http://opcfoundation.org/UA/DI/";
  private static final String LOCKED = "Locked";
  private static final String CLIENT = "LockingClient";
  private static final String USER = "LockingUser";
  private static final String REMAINING = "RemainingLockTime";
  private static final String LIFE = "MaxInactiveLockTime";
  private static final List<String> PARTS =
      List.of(
          "InitLock", "RenewLock", "ExitLock", "BreakLock", LOCKED, CLIENT, USER, REMAINING, LIFE);

  private final OpcUaClient client;
  private final Calls calls;
  private final NodeId lock;
  private final Supplier<Object> session;
  private final Map<String, NodeId> parts = new HashMap<>();

  private LockMethods(OpcUaClient client, Calls calls, NodeId lock, Supplier<Object> session) {
    this.client = client;
    this.calls = calls;
    this.lock = lock;
    this.session = session;
  }

  /** Finds the parts; those a server lacks answer Bad_NoMatch when they are wanted. */
  static LockMethods of(OpcUaClient client, Calls calls, NodeId lock, Supplier<Object> session)
      throws UaException {
    LockMethods found = new LockMethods(client, calls, lock, session);
    UShort namespace = client.getNamespaceTable().getIndex(DI);
    if (namespace != null) {
      found.find(namespace);
    }
    return found;
  }

  private void find(UShort namespace) throws UaException {
    List<BrowsePath> paths = new ArrayList<>();
    for (String part : PARTS) {
      RelativePathElement step =
          new RelativePathElement(
              NodeIds.HierarchicalReferences, false, true, new QualifiedName(namespace, part));
      // The longest inactivity is the server's own (OPC 10000-100 §7.3), not the lock's.
      NodeId from = part.equals(LIFE) ? NodeIds.Server_ServerCapabilities : lock;
      paths.add(new BrowsePath(from, new RelativePath(new RelativePathElement[] {step})));
    }
    List<BrowsePathResult> results = calls.translate(paths);
    for (int i = 0; i < PARTS.size(); i++) {
      BrowsePathTarget[] targets = results.get(i).getTargets();
      if (results.get(i).getStatusCode().isGood() && targets != null && targets.length > 0) {
        String part = PARTS.get(i);
        targets[0]
            .getTargetId()
            .toNodeId(client.getNamespaceTable())
            .ifPresent(node -> parts.put(part, node));
      }
    }
  }

  @Override
  public Object session() {
    return session.get();
  }

  @Override
  public int init(String context) throws UaException {
    return call("InitLock", Variant.ofString(context));
  }

  @Override
  public int renew() throws UaException {
    return call("RenewLock");
  }

  @Override
  public int exit() throws UaException {
    return call("ExitLock");
  }

  @Override
  public int breakIt() throws UaException {
    return call("BreakLock");
  }

  private int call(String method, Variant... inputs) throws UaException {
    NodeId node = parts.get(method);
    if (node == null) {
      throw new UaException(StatusCodes.Bad_NoMatch, "the machine's lock has no " + method);
    }
    CallMethodResult[] results =
        Calls.await(client.callAsync(List.of(new CallMethodRequest(lock, node, inputs))))
            .getResults();
    if (results == null || results.length == 0) {
      throw new UaException(StatusCodes.Bad_UnknownResponse, method + " was not answered");
    }
    if (results[0].getStatusCode().isBad()) {
      throw new UaException(results[0].getStatusCode().getValue(), method + " was refused");
    }
    Variant[] outputs = results[0].getOutputArguments();
    return outputs != null && outputs.length > 0 && outputs[0].value() instanceof Number status
        ? status.intValue()
        : 0;
  }

  @Override
  public Optional<Holder> holder() throws UaException {
    boolean locked = value(LOCKED).filter(Boolean.TRUE::equals).isPresent();
    return locked
        ? Optional.of(
            new Holder(
                value(CLIENT).map(Object::toString).orElse(""),
                value(USER).map(Object::toString).orElse("")))
        : Optional.empty();
  }

  @Override
  public Optional<Duration> lasts() throws UaException {
    Optional<Duration> remaining = duration(REMAINING);
    Optional<Duration> life = duration(LIFE);
    return remaining
        .filter(left -> life.filter(most -> most.compareTo(left) < 0).isEmpty())
        .or(() -> life);
  }

  private Optional<Duration> duration(String part) throws UaException {
    return value(part)
        .filter(Number.class::isInstance)
        .map(millis -> Duration.ofMillis(((Number) millis).longValue()))
        .filter(span -> !span.isZero() && !span.isNegative());
  }

  private Optional<Object> value(String part) throws UaException {
    NodeId node = parts.get(part);
    if (node == null) {
      return Optional.empty();
    }
    ReadValueId what =
        new ReadValueId(node, AttributeId.Value.uid(), null, QualifiedName.NULL_VALUE);
    return Optional.ofNullable(calls.read(List.of(what)).get(0).value().value());
  }
}
