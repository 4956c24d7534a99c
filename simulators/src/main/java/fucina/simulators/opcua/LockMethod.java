package fucina.simulators.opcua;

import java.util.List;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.sdk.server.methods.AbstractMethodInvocationHandler;
import org.eclipse.milo.opcua.sdk.server.nodes.UaMethodNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.Argument;

/** A method of the lock, which knows whose session calls it. */
final class LockMethod extends AbstractMethodInvocationHandler {
  private final List<Argument> inputs;
  private final Argument output;
  private final Call call;

  /** What it does for a session; its answer is the method's status. */
  @FunctionalInterface
  interface Call {
    int by(Session session);
  }

  LockMethod(UaMethodNode node, List<Argument> inputs, String output, Call call) {
    super(node);
    this.inputs = List.copyOf(inputs);
    this.output = StatusMethod.argument(output, NodeIds.Int32, "0 OK, else refused");
    this.call = call;
  }

  @Override
  public Argument[] getInputArguments() {
    return inputs.toArray(Argument[]::new);
  }

  @Override
  public Argument[] getOutputArguments() {
    return new Argument[] {output};
  }

  @Override
  protected Variant[] invoke(InvocationContext context, Variant[] values) throws UaException {
    Session session =
        context
            .getSession()
            .orElseThrow(() -> new UaException(StatusCodes.Bad_SessionIdInvalid, "no session"));
    return new Variant[] {Variant.ofInt32(call.by(session))};
  }
}
