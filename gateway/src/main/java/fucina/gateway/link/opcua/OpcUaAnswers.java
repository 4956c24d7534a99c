package fucina.gateway.link.opcua;

import fucina.gateway.link.MachineLink.Answer;
import fucina.profiles.Command;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaServiceFaultException;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.eclipse.milo.opcua.stack.core.types.structured.CallResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteResponse;
import org.jspecify.annotations.Nullable;

/** What a server's answers to commands mean. */
final class OpcUaAnswers {
  private static final Set<Long> NEVER_ACTED =
      Set.of(
          StatusCodes.Bad_SessionIdInvalid,
          StatusCodes.Bad_SessionClosed,
          StatusCodes.Bad_SessionNotActivated,
          StatusCodes.Bad_SecureChannelIdInvalid,
          StatusCodes.Bad_TooManyOperations,
          StatusCodes.Bad_ServerTooBusy);

  private OpcUaAnswers() {}

  /** A method's answer: the call's own status first, then the machine's result. */
  static Answer called(Command command, CallResponse response) {
    CallMethodResult[] results = response.getResults();
    if (results == null || results.length == 0) {
      return new Answer.Unanswered("the machine's server answered nothing");
    }
    StatusCode status = results[0].getStatusCode();
    if (status.isBad()) {
      return refused(status, argumentAtFault(command, results[0]));
    }
    Variant[] outputs = results[0].getOutputArguments();
    Optional<Object> output =
        outputs == null || outputs.length == 0
            ? Optional.empty()
            : Optional.ofNullable(outputs[0].value());
    if (output.isEmpty() || !(output.get() instanceof Number result)) {
      return status.isGood()
          ? Answer.Accepted.saying(output.map(Object::toString).orElse(""))
          : new Answer.Unanswered("the machine is not sure (" + OpcUaFaults.name(status) + ")");
    }
    int code = result.intValue();
    String words = Optional.ofNullable(command.statusWords().get(code)).orElse("status");
    return code == 0
        ? new Answer.Accepted(command.statusWords().getOrDefault(0, "done"))
        : new Answer.Rejected(words + " (" + code + ")");
  }

  private static String argumentAtFault(Command command, CallMethodResult result) {
    StatusCode[] inputs = result.getInputArgumentResults();
    for (int i = 0; inputs != null && i < inputs.length; i++) {
      if (inputs[i].isBad() && i < command.arguments().size()) {
        return command.arguments().get(i).name() + ": ";
      }
    }
    return "";
  }

  /** A write's answer. */
  static Answer written(WriteResponse response) {
    StatusCode[] results = response.getResults();
    if (results == null || results.length == 0) {
      return new Answer.Unanswered("the machine's server answered nothing");
    }
    return results[0].isBad() ? refused(results[0], "") : new Answer.Accepted("written");
  }

  /** No answer to the request as a whole. */
  static Answer failed(@Nullable Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof OpcUaCommands.LinkDown) {
      return new Answer.NotSent(String.valueOf(cause.getMessage()));
    }
    if (cause == null || cause instanceof TimeoutException) {
      return new Answer.Unanswered("the machine did not answer in time");
    }
    StatusCode status = OpcUaFaults.status(cause);
    if (cause instanceof UaServiceFaultException) {
      return NEVER_ACTED.contains(status.getValue())
          ? new Answer.NotSent("the session had just ended (" + OpcUaFaults.name(status) + ")")
          : refused(status, "");
    }
    return new Answer.Unanswered(
        status.getValue() == StatusCodes.Bad_Timeout
            ? "the machine did not answer in time"
            : "the connection broke while the command was on its way");
  }

  private static Answer refused(StatusCode status, String argument) {
    long code = status.getValue();
    if (code == StatusCodes.Bad_Timeout || code == StatusCodes.Bad_RequestTimeout) {
      return new Answer.Unanswered(
          "the machine did not finish in time (" + OpcUaFaults.name(status) + ")");
    }
    return new Answer.Rejected(argument + words(code) + " (" + OpcUaFaults.name(status) + ")");
  }

  private static String words(long code) {
    if (code == StatusCodes.Bad_UserAccessDenied) {
      return "the gateway's user may not do this on the machine";
    }
    if (code == StatusCodes.Bad_ResourceUnavailable) {
      return "another client holds the machine";
    }
    if (code == StatusCodes.Bad_InvalidArgument
        || code == StatusCodes.Bad_OutOfRange
        || code == StatusCodes.Bad_TypeMismatch) {
      return "the machine does not take this value";
    }
    if (code == StatusCodes.Bad_MethodInvalid
        || code == StatusCodes.Bad_NodeIdUnknown
        || code == StatusCodes.Bad_NotExecutable
        || code == StatusCodes.Bad_NotWritable) {
      return "the machine has no such command";
    }
    return "the machine refused";
  }
}
