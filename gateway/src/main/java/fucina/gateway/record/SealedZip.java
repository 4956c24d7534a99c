package fucina.gateway.record;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A ZIP whose files are written one after the other, never held in memory, and listed with size and
 * SHA-256. The same contents and stamp give the same bytes, on any day and in any time zone.
 */
final class SealedZip implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final ZipOutputStream zip;
  private final LocalDateTime stamp;
  private final JsonArray files = new JsonArray();

  /**
   * Begins it.
   *
   * @param stamp what every file in it says of its time; after 1980
   */
  SealedZip(OutputStream out, Instant stamp) {
    this.zip = new ZipOutputStream(out);
    this.stamp = LocalDateTime.ofInstant(stamp, ZoneOffset.UTC);
  }

  /** Writes what a file holds. */
  interface Content {
    void write(OutputStream out) throws IOException;
  }

  /** Adds a file. */
  void file(String name, Content content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(stamp);
    zip.putNextEntry(entry);
    Measured measured = new Measured(zip);
    BufferedOutputStream buffered = new BufferedOutputStream(measured, BUFFER_BYTES);
    content.write(buffered);
    buffered.flush();
    zip.closeEntry();
    files.add(
        new JsonObject()
            .put("name", name)
            .put("bytes", measured.bytes)
            .put("sha256", Sha256.hex(measured.digest)));
  }

  /** The files so far, each with its name, size and SHA-256. */
  JsonArray files() {
    return files.copy();
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  /** Counts and hashes what passes; closing it closes nothing. */
  private static final class Measured extends FilterOutputStream {
    private final MessageDigest digest = Sha256.fresh();
    private long bytes;

    Measured(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] b, int off, int len) throws IOException {
      digest.update(b, off, len);
      bytes += len;
      out.write(b, off, len);
    }

    @Override
    public void close() {
      // The ZIP goes on.
    }
  }
}
