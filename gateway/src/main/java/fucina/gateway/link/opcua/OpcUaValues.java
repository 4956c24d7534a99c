package fucina.gateway.link.opcua;

import fucina.gateway.link.opcua.Addresses.Place;
import fucina.profiles.Command.Argument;
import fucina.profiles.Value;
import fucina.profiles.ValueType;
import java.lang.reflect.Array;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.Matrix;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.jspecify.annotations.Nullable;

/** Between OPC UA's built-in types (OPC 10000-6 §5.1.2) and ours. */
final class OpcUaValues {
  private OpcUaValues() {}

  /** A Number, Boolean or String; empty for a null; the object itself where it is none of these. */
  static Optional<Object> plain(@Nullable Variant variant) {
    Object value = variant == null ? null : variant.value();
    if (value instanceof LocalizedText text) {
      return Optional.ofNullable(text.text());
    }
    if (value instanceof QualifiedName name) {
      return Optional.ofNullable(name.name());
    }
    if (value instanceof DateTime time) {
      return Optional.of(time.getJavaInstant().toString());
    }
    return Optional.ofNullable(value);
  }

  /**
   * The part of a value that a signal's place names, as {@link #plain} gives it.
   *
   * @param structures how the server's structures are read
   * @param whole whether an array came as it is; else the server may have picked the element out
   */
  static Optional<Object> picked(
      @Nullable Variant variant, Place place, Structures structures, boolean whole) {
    Object value = variant == null ? null : variant.value();
    Optional<Object> part = Optional.ofNullable(value);
    if (place.index().isPresent()) {
      part = part.flatMap(all -> element(all, place.index().orElseThrow(), whole));
    }
    for (String name : place.field()) {
      part = part.flatMap(structure -> structures.field(structure, name));
    }
    return part.flatMap(one -> plain(one instanceof Variant held ? held : Variant.of(one)));
  }

  /** How many values came: 1 for a scalar. */
  static int length(@Nullable Variant variant) {
    Object value = variant == null ? null : variant.value();
    Object all = value instanceof Matrix matrix ? matrix.getElements() : value;
    return all != null && all.getClass().isArray() ? Array.getLength(all) : 1;
  }

  /** An element of an array: its only one where the server has picked it out already. */
  static Optional<Object> element(Object all, int index, boolean whole) {
    if (all instanceof Matrix matrix) {
      return matrix.getElements() == null
          ? Optional.empty()
          : element(matrix.getElements(), index, whole);
    }
    if (!all.getClass().isArray()) {
      return Optional.of(all);
    }
    int length = Array.getLength(all);
    int at = length == 1 && !whole ? 0 : index;
    return at < length ? Optional.ofNullable(Array.get(all, at)) : Optional.empty();
  }

  /** A server's timestamp, to the microsecond. */
  static Optional<Instant> instant(@Nullable DateTime time) {
    return time == null || time.isNull()
        ? Optional.empty()
        : Optional.of(time.getJavaInstant().truncatedTo(java.time.temporal.ChronoUnit.MICROS));
  }

  /**
   * A value in the built-in type an argument wants.
   *
   * @throws IllegalArgumentException if that type cannot carry it
   */
  static Variant argument(Argument argument, Value value) {
    return Variant.of(typed(argument.uaType().orElseGet(() -> usual(argument.type())), value));
  }

  /**
   * A value in the type of one the server has just shown, so that a write fits the variable.
   *
   * @throws IllegalArgumentException if that type cannot carry it
   */
  static Variant like(Variant shown, Value value) {
    Object sample = shown.value();
    return Variant.of(
        sample == null ? value.plain() : typed(builtIn(sample.getClass().getSimpleName()), value));
  }

  /** What a watchdog shows after one that shows this: the other flag, the next number. */
  static Variant next(Variant shown) {
    if (shown.value() instanceof Boolean flag) {
      return Variant.of(!flag);
    }
    double count = shown.value() instanceof Number number ? number.doubleValue() : 0;
    return shown.value() == null
        ? Variant.of(true)
        : like(shown, Value.of(count < 100 ? count + 1 : 0));
  }

  private static String usual(ValueType type) {
    return switch (type) {
      case NUMBER -> "Double";
      case INTEGER -> "Int32";
      case BOOLEAN -> "Boolean";
      case STRING -> "String";
    };
  }

  /** The standard's name of a built-in type, from Milo's. */
  static String builtIn(String milo) {
    return switch (milo) {
      case "UByte" -> "Byte";
      case "Byte" -> "SByte";
      case "Short" -> "Int16";
      case "UShort" -> "UInt16";
      case "Integer" -> "Int32";
      case "UInteger" -> "UInt32";
      case "Long" -> "Int64";
      case "ULong" -> "UInt64";
      default -> milo;
    };
  }

  private static Object typed(String type, Value value) {
    if (value instanceof Value.Number number) {
      return number(type, number.value());
    }
    if (value instanceof Value.Flag flag && type.equals("Boolean")) {
      return flag.value();
    }
    if (value instanceof Value.Text text) {
      return switch (type) {
        case "String" -> text.value();
        case "LocalizedText" -> LocalizedText.english(text.value());
        default -> throw cannot(type, value);
      };
    }
    throw cannot(type, value);
  }

  private static Object number(String type, double number) {
    if (type.equals("Double")) {
      return number;
    }
    if (type.equals("Float")) {
      return (float) number;
    }
    if (number != Math.rint(number)) {
      throw cannot(type, Value.of(number));
    }
    long whole = (long) number;
    return switch (type) {
      case "SByte" -> (byte) within(whole, Byte.MIN_VALUE, Byte.MAX_VALUE, type);
      case "Byte" -> Unsigned.ubyte(within(whole, 0, 255, type));
      case "Int16" -> (short) within(whole, Short.MIN_VALUE, Short.MAX_VALUE, type);
      case "UInt16" -> Unsigned.ushort((int) within(whole, 0, 65_535, type));
      case "Int32" -> (int) within(whole, Integer.MIN_VALUE, Integer.MAX_VALUE, type);
      case "UInt32" -> Unsigned.uint(within(whole, 0, 4_294_967_295L, type));
      case "Int64" -> whole;
      case "UInt64" -> Unsigned.ulong(within(whole, 0, Long.MAX_VALUE, type));
      default -> throw cannot(type, Value.of(number));
    };
  }

  private static long within(long number, long least, long most, String type) {
    if (number < least || number > most) {
      throw cannot(type, Value.of((double) number));
    }
    return number;
  }

  private static IllegalArgumentException cannot(String type, Value value) {
    return new IllegalArgumentException("an OPC UA " + type + " cannot carry " + value.plain());
  }
}
