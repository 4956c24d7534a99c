package fucina.gateway.store.questdb;

import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Value;
import io.questdb.std.BinarySequence;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of one signal in each minute of one hour, and how that is written to disk: a minute
 * without readings takes nothing, one with a single reading 13 bytes or so, a full one 45.
 *
 * <p>Layout: version 1; then for each minute its number, flags, count and last reading (time in
 * microseconds from the minute's start, kind and quality, number; source time and text where
 * flagged), and where several numbers count how many, their sum, and minimum and maximum with their
 * times. Whole numbers are varints, seven bits a byte, lowest first.
 */
final class HourCells {
  static final long MINUTE = 60_000_000L;
  static final long HOUR = 60 * MINUTE;

  private static final int VERSION = 1;
  private static final int WIDE = 1;

  /** The last reading is the only one that counts as a number. */
  private static final int ALONE = 2;

  private static final int NUMBERS = 4;

  /** By minute; null where there was no reading. */
  private final @Nullable Cell[] minutes = new Cell[60];

  @Nullable Cell minute(int minute) {
    return minutes[minute];
  }

  /** The cell of a minute, made where there is none. */
  Cell at(int minute) {
    Cell cell = minutes[minute];
    if (cell == null) {
      cell = new Cell();
      minutes[minute] = cell;
    }
    return cell;
  }

  /** Adds the first minutes of another. */
  void add(HourCells other, int before) {
    for (int minute = 0; minute < before; minute++) {
      Cell cell = other.minutes[minute];
      if (cell != null) {
        at(minute).add(cell);
      }
    }
  }

  /** Bytes for the disk. */
  byte[] encoded(long hour) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      for (int minute = 0; minute < minutes.length; minute++) {
        Cell cell = minutes[minute];
        if (cell != null && cell.count > 0) {
          write(out, minute, hour + minute * MINUTE, cell);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, int minute, long start, Cell cell)
      throws IOException {
    Reading wide = cell.lastWide;
    boolean alone =
        cell.numbers == 1
            && cell.minAt == cell.lastAt
            && Double.doubleToRawLongBits(cell.min) == Double.doubleToRawLongBits(cell.lastNumber);
    int flags = (wide == null ? 0 : WIDE) | (alone ? ALONE : cell.numbers > 0 ? NUMBERS : 0);
    out.writeByte(minute);
    out.writeByte(flags);
    varint(out, cell.count);
    varint(out, cell.lastAt - start);
    out.writeByte((int) cell.lastMeta & 15);
    out.writeDouble(cell.lastNumber);
    if (wide != null) {
      out.writeLong(Micros.of(wide.sourceTime()));
      byte[] text =
          wide.value() instanceof Value.Text words
              ? words.value().getBytes(StandardCharsets.UTF_8)
              : new byte[0];
      varint(out, text.length);
      out.write(text);
    }
    if ((flags & NUMBERS) != 0) {
      varint(out, cell.numbers);
      out.writeDouble(cell.sum);
      out.writeDouble(cell.min);
      varint(out, cell.minAt - start);
      out.writeDouble(cell.max);
      varint(out, cell.maxAt - start);
    }
  }

  /** What was written. */
  static HourCells decoded(String machine, String signal, long hour, @Nullable BinarySequence row) {
    HourCells hours = new HourCells();
    if (row == null || row.length() == 0) {
      return hours;
    }
    byte[] bytes = new byte[(int) row.length()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = row.byteAt(i);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (in.get() != VERSION) {
      throw new IllegalStateException("a newer Fucina wrote the summary of an hour");
    }
    while (in.hasRemaining()) {
      int minute = in.get();
      hours.minutes[minute] = read(in, machine, signal, hour + minute * MINUTE);
    }
    return hours;
  }

  private static Cell read(ByteBuffer in, String machine, String signal, long start) {
    Cell cell = new Cell();
    int flags = in.get();
    cell.count = varint(in);
    cell.lastAt = start + varint(in);
    cell.lastMeta = in.get();
    cell.lastNumber = in.getDouble();
    if ((flags & WIDE) != 0) {
      cell.lastWide = wide(in, machine, signal, cell);
    }
    if ((flags & ALONE) != 0) {
      cell.numbers = 1;
      cell.sum = cell.lastNumber;
      cell.min = cell.lastNumber;
      cell.max = cell.lastNumber;
      cell.minAt = cell.lastAt;
      cell.maxAt = cell.lastAt;
    } else if ((flags & NUMBERS) != 0) {
      cell.numbers = varint(in);
      cell.sum = in.getDouble();
      cell.min = in.getDouble();
      cell.minAt = start + varint(in);
      cell.max = in.getDouble();
      cell.maxAt = start + varint(in);
    }
    return cell;
  }

  private static Reading wide(ByteBuffer in, String machine, String signal, Cell cell) {
    Instant source = Micros.instant(in.getLong());
    byte[] text = new byte[(int) varint(in)];
    in.get(text);
    Value value =
        Meta.kind(cell.lastMeta) == Meta.TEXT
            ? Value.of(new String(text, StandardCharsets.UTF_8))
            : StoredRows.plain(cell.lastMeta, cell.lastNumber);
    Quality quality = Meta.quality(cell.lastMeta);
    return new Reading(machine, signal, source, Micros.instant(cell.lastAt), value, quality);
  }

  private static void varint(DataOutputStream out, long number) throws IOException {
    long rest = number;
    while (rest >>> 7 != 0) {
      out.writeByte((int) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  private static long varint(ByteBuffer in) {
    long number = 0;
    int shift = 0;
    for (byte part = in.get(); ; part = in.get()) {
      number |= (long) (part & 0x7F) << shift;
      if (part >= 0) {
        return number;
      }
      shift += 7;
    }
  }
}
