package fucina.gateway.record;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Reads datasets back. Blocks; never holds the readings in memory. */
public final class SealedReader {
  /** RFC 8259 §6. */
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  private SealedReader() {}

  /**
   * What a dataset says besides its readings.
   *
   * @throws UncheckedIOException if it cannot be read
   */
  public static JsonObject record(Sealed sealed) {
    return json(sealed, "record.json");
  }

  /**
   * The files of a dataset with their hashes, as they were signed.
   *
   * @throws UncheckedIOException if it cannot be read
   */
  public static JsonObject manifest(Sealed sealed) {
    return json(sealed, "manifest.json");
  }

  private static JsonObject json(Sealed sealed, String name) {
    try (ZipFile zip = new ZipFile(sealed.file().toFile());
        InputStream in = open(zip, name)) {
      return new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("the dataset of session " + sealed.session(), e);
    }
  }

  /**
   * Writes a dataset as one JSON object: {@code manifest}, {@code record}, {@code readings}.
   *
   * @throws UncheckedIOException if it cannot be read or written
   */
  public static void json(Sealed sealed, OutputStream out) {
    try (ZipFile zip = new ZipFile(sealed.file().toFile());
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(open(zip, "readings.csv"), StandardCharsets.UTF_8))) {
      JsonObject record = record(sealed);
      text(out, "{\"manifest\":" + manifest(sealed).encode());
      text(out, ",\"record\":" + record.encode() + ",\"readings\":[");
      Map<String, String> types = types(record);
      Csv.next(in);
      String before = "\n";
      for (Optional<List<String>> line = Csv.next(in); line.isPresent(); line = Csv.next(in)) {
        text(out, before + reading(line.get(), types));
        before = ",\n";
      }
      text(out, "\n]}\n");
    } catch (IOException e) {
      throw new UncheckedIOException("the dataset of session " + sealed.session(), e);
    }
  }

  private static Map<String, String> types(JsonObject record) {
    Map<String, String> types = new HashMap<>();
    record.getJsonArray("figures").stream()
        .map(JsonObject.class::cast)
        .forEach(figure -> types.put(figure.getString("signal"), figure.getString("type")));
    return types;
  }

  private static String reading(List<String> line, Map<String, String> types) {
    String value = line.get(3);
    String type = types.getOrDefault(line.get(2), "string");
    return "{\"signal\":"
        + Json.encode(line.get(2))
        + ",\"t\":\""
        + line.get(0)
        + "\",\"sourceTime\":\""
        + line.get(1)
        + "\",\"value\":"
        + (type.equals("string") ? Json.encode(value) : plain(value))
        + ",\"unit\":"
        + (line.get(4).isEmpty() ? "null" : Json.encode(line.get(4)))
        + ",\"quality\":\""
        + line.get(5)
        + "\"}";
  }

  private static String plain(String value) {
    if (value.isEmpty()) {
      return "null";
    }
    return value.equals("true") || value.equals("false") || NUMBER.matcher(value).matches()
        ? value
        : Json.encode(value);
  }

  private static InputStream open(ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new IOException("there is no " + name + " in it");
    }
    return zip.getInputStream(entry);
  }

  private static void text(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
