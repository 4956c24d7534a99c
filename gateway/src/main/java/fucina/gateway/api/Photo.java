package fucina.gateway.api;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * A picture somebody sent: judged by its header as a decoder reads it, not by how it begins.
 *
 * @param type its media type
 */
record Photo(String type) {
  static final int BYTES_AT_MOST = 5 * 1024 * 1024;

  /** Wider than any camera's; more would cost whoever looks at it a gigabyte. */
  private static final int SIDE_AT_MOST = 12_000;

  /** What is wrong with it, as the rest of a sentence; empty where it can be shown. */
  static Optional<String> flaw(byte[] bytes) {
    if (bytes.length > BYTES_AT_MOST) {
      return Optional.of("has " + bytes.length + " bytes; at most " + BYTES_AT_MOST + " are taken");
    }
    try (ImageInputStream input =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      Optional<ImageReader> known = reader(input);
      if (known.isEmpty()) {
        return Optional.of("is neither a JPEG nor a PNG");
      }
      ImageReader reader = known.get();
      try {
        reader.setInput(input, true, true);
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        return width > SIDE_AT_MOST || height > SIDE_AT_MOST
            ? Optional.of(
                "is " + width + " by " + height + " pixels; a side has at most " + SIDE_AT_MOST)
            : Optional.empty();
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      // A broken header ends the decoder in either.
      return Optional.of("begins as a JPEG or PNG, but its header cannot be read");
    }
  }

  /** One that has been taken; empty where it is none we show. */
  static Optional<Photo> of(byte[] bytes) {
    try (ImageInputStream input =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      Optional<ImageReader> reader = reader(input);
      reader.ifPresent(ImageReader::dispose);
      return reader.isEmpty()
          ? Optional.empty()
          : Optional.of(new Photo("image/" + format(reader.get())));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<ImageReader> reader(ImageInputStream input) {
    Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      String format = format(reader);
      if (format.equals("jpeg") || format.equals("png")) {
        return Optional.of(reader);
      }
      reader.dispose();
    }
    return Optional.empty();
  }

  private static String format(ImageReader reader) {
    try {
      return reader.getFormatName().toLowerCase(Locale.ROOT);
    } catch (IOException e) {
      return "";
    }
  }
}
