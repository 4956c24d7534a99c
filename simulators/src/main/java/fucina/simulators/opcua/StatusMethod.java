package fucina.simulators.opcua;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.sdk.server.methods.AbstractMethodInvocationHandler;
import org.eclipse.milo.opcua.sdk.server.methods.InvalidArgumentException;
import org.eclipse.milo.opcua.sdk.server.nodes.UaMethodNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.Argument;

/** A method with a Status as its one output; a value it does not know is Bad_InvalidArgument. */
final class StatusMethod extends AbstractMethodInvocationHandler {
  static final Argument STATUS =
      argument(
          "Status",
          NodeIds.Int32,
          "0 OK, 1 E_SystemState, 2 E_UnexpectedError, 3 E_ActiveAlarm, 4 E_AcknowledgeRequired");

  private final Argument[] inputs;
  private final StatusCall call;
  private final Trouble trouble;

  StatusMethod(UaMethodNode node, List<Argument> inputs, StatusCall call, Trouble trouble) {
    super(node);
    this.inputs = inputs.toArray(Argument[]::new);
    this.call = call;
    this.trouble = trouble;
  }

  static Argument argument(String name, NodeId type, String description) {
    return new Argument(name, type, -1, null, LocalizedText.english(description));
  }

  @Override
  public Argument[] getInputArguments() {
    return inputs.clone();
  }

  @Override
  public Argument[] getOutputArguments() {
    return new Argument[] {STATUS};
  }

  @Override
  protected Variant[] invoke(InvocationContext context, Variant[] values) throws UaException {
    if (trouble.lock().isClosedTo(sessionOf(context))) {
      throw new UaException(StatusCodes.Bad_ResourceUnavailable, "another client holds the lock");
    }
    List<Object> arguments = new ArrayList<>(values.length);
    for (Variant value : values) {
      Object argument = value.value();
      if (argument == null) {
        throw invalid(values.length);
      }
      arguments.add(argument);
    }
    try {
      return new Variant[] {Variant.ofInt32(call.call(arguments))};
    } catch (IllegalArgumentException e) {
      throw invalid(values.length);
    }
  }

  private static NodeId sessionOf(InvocationContext context) {
    return context.getSession().map(Session::getSessionId).orElse(NodeId.NULL_VALUE);
  }

  private static InvalidArgumentException invalid(int arguments) {
    StatusCode each = new StatusCode(StatusCodes.Bad_InvalidArgument);
    return new InvalidArgumentException(
        Collections.nCopies(arguments, each).toArray(StatusCode[]::new));
  }
}
