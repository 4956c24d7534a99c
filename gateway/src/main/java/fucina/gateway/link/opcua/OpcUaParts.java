package fucina.gateway.link.opcua;

import java.lang.reflect.Array;
import java.util.Optional;
import java.util.StringJoiner;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;

/** Values as a technician looks at them: a part of an array, a short text, a type's name. */
final class OpcUaParts {
  private static final int SHORT = 200;

  private OpcUaParts() {}

  /**
   * The built-in type of what came (OPC 10000-6 §5.1.2), e.g. {@code Double} or {@code Int32[]}.
   */
  static String type(Variant variant) {
    Object value = variant.value();
    if (value == null) {
      return "Null";
    }
    Class<?> kind = value.getClass();
    String array = "";
    while (kind.isArray()) {
      kind = kind.getComponentType();
      array = array + "[]";
    }
    return OpcUaValues.builtIn(kind.getSimpleName()) + array;
  }

  /** A Number, Boolean or short text to show; empty for a null. */
  static Optional<Object> shown(Variant variant) {
    return OpcUaValues.plain(variant).map(OpcUaParts::shown);
  }

  private static Object shown(Object value) {
    if (value instanceof Number || value instanceof Boolean) {
      return value;
    }
    if (value.getClass().isArray()) {
      return cut(list(value));
    }
    if (value instanceof ByteString bytes) {
      return bytes.bytesOrEmpty().length + " bytes";
    }
    return value instanceof ExtensionObject ? "a structure" : cut(value.toString());
  }

  private static String list(Object array) {
    int length = Array.getLength(array);
    StringJoiner joined = new StringJoiner(", ", "[", "]");
    for (int i = 0; i < Math.min(length, SHORT); i++) {
      Object element = Array.get(array, i);
      joined.add(
          element == null || element.getClass().isArray()
              ? "…"
              : shown(Variant.of(element)).map(Object::toString).orElse("null"));
    }
    return joined.toString();
  }

  private static String cut(String text) {
    return text.length() <= SHORT ? text : text.substring(0, SHORT - 1) + "…";
  }
}
