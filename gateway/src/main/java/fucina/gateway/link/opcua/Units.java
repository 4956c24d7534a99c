package fucina.gateway.link.opcua;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.UaSerializationException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.structured.EUInformation;

/** Engineering units, as a server tells them (OPC 10000-8 §5.6.3). */
final class Units {
  private Units() {}

  /** The engineering units of variables (OPC 10000-8 §5.6.3), in the order asked. */
  static List<Optional<EUInformation>> of(List<NodeId> variables, Inquiry inquiry)
      throws UaException, InterruptedException {
    QualifiedName units = new QualifiedName(0, "EngineeringUnits");
    List<Optional<NodeId>> properties =
        inquiry.translate(variables.stream().map(node -> Inquiry.step(node, units)).toList());
    List<NodeId> there = properties.stream().flatMap(Optional::stream).toList();
    List<DataValue> values =
        inquiry.read(
            there.stream().map(node -> Inquiry.attribute(node, AttributeId.Value)).toList());
    List<Optional<EUInformation>> found = new ArrayList<>();
    int next = 0;
    for (Optional<NodeId> property : properties) {
      found.add(
          property.isPresent() && next < values.size()
              ? unit(values.get(next), inquiry)
              : Optional.empty());
      next += property.isPresent() ? 1 : 0;
    }
    return found;
  }

  private static Optional<EUInformation> unit(DataValue value, Inquiry inquiry) {
    try {
      return value.value().value() instanceof ExtensionObject object
              && object.decode(inquiry.client().getStaticEncodingContext())
                  instanceof EUInformation unit
          ? Optional.of(unit)
          : Optional.empty();
    } catch (UaSerializationException e) {
      return Optional.empty();
    }
  }

  /** The UNECE code in a unit's id: its ASCII bytes as one number; empty where it is none. */
  static Optional<String> unece(EUInformation unit) {
    int id = unit.getUnitId() == null ? 0 : unit.getUnitId();
    byte[] bytes = {(byte) (id >> 24), (byte) (id >> 16), (byte) (id >> 8), (byte) id};
    String code = new String(bytes, StandardCharsets.ISO_8859_1).replace("\0", "");
    return code.matches("[A-Z0-9]{2,3}") ? Optional.of(code) : Optional.empty();
  }

  static Optional<String> symbol(EUInformation unit) {
    return Optional.ofNullable(unit.getDisplayName().text()).filter(text -> !text.isBlank());
  }
}
