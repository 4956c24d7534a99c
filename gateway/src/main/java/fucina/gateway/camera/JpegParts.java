package fucina.gateway.camera;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pictures in a multipart/x-mixed-replace body, whatever its chunks. Parts with a
 * Content-Length end by it, others at the next boundary. What is no JPEG is left out. Not safe for
 * several threads.
 */
final class JpegParts {
  private static final int HEAD_AT_MOST = 4096;
  private static final Pattern BOUNDARY =
      Pattern.compile("boundary=\"?([^\";]+)\"?", Pattern.CASE_INSENSITIVE);

  private final byte[] boundary;
  private final int pictureAtMost;
  private final Consumer<Buffer> pictures;
  private Buffer held = Buffer.buffer();
  private int searched;
  private boolean inBody;
  private int length = -1;

  /** A picture larger than a camera may send, or no multipart at all. */
  static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unreadable(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * A body that begins.
   *
   * @param contentType as the camera sent it
   * @param pictureAtMost bytes
   */
  JpegParts(String contentType, int pictureAtMost, Consumer<Buffer> pictures) {
    Matcher named = BOUNDARY.matcher(contentType);
    if (!contentType.toLowerCase(Locale.ROOT).startsWith("multipart/") || !named.find()) {
      throw new Unreadable("sends \"" + contentType + "\", not multipart with a boundary");
    }
    // Some cameras write the delimiter's own dashes into the name.
    String bare = named.group(1).strip().replaceFirst("^-+", "");
    this.boundary = ("--" + bare).getBytes(StandardCharsets.ISO_8859_1);
    this.pictureAtMost = pictureAtMost;
    this.pictures = pictures;
  }

  /** Takes what came next. */
  void take(Buffer chunk) {
    held.appendBuffer(chunk);
    boolean more = true;
    while (more) {
      more = inBody ? body() : head();
    }
    if (held.length() > pictureAtMost + HEAD_AT_MOST) {
      throw new Unreadable("sends a picture of more than " + pictureAtMost + " bytes");
    }
  }

  private boolean head() {
    int end = find("\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1), 0);
    if (end < 0) {
      if (held.length() > HEAD_AT_MOST) {
        throw new Unreadable("sends parts without headers");
      }
      return false;
    }
    length = length(held.getString(0, end, "ISO-8859-1"));
    if (length > pictureAtMost) {
      throw new Unreadable("sends a picture of " + length + " bytes, more than " + pictureAtMost);
    }
    drop(end + 4);
    inBody = true;
    return true;
  }

  private static int length(String head) {
    for (String line : head.split("\r\n")) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).strip().equalsIgnoreCase("Content-Length")) {
        try {
          return Integer.parseInt(line.substring(colon + 1).strip());
        } catch (NumberFormatException e) {
          return -1;
        }
      }
    }
    return -1;
  }

  private boolean body() {
    int end = length >= 0 ? (held.length() >= length ? length : -1) : find(boundary, searched);
    if (end < 0) {
      searched = Math.max(0, held.length() - boundary.length);
      return false;
    }
    Buffer picture = held.getBuffer(0, end);
    drop(end);
    inBody = false;
    if (picture.length() > 3
        && picture.getUnsignedByte(0) == 0xFF
        && picture.getUnsignedByte(1) == 0xD8) {
      pictures.accept(picture);
    }
    return true;
  }

  private void drop(int bytes) {
    held = held.getBuffer(bytes, held.length());
    searched = 0;
  }

  private int find(byte[] what, int from) {
    for (int at = from; at <= held.length() - what.length; at++) {
      int match = 0;
      while (match < what.length && held.getByte(at + match) == what[match]) {
        match++;
      }
      if (match == what.length) {
        return at;
      }
    }
    return -1;
  }
}
