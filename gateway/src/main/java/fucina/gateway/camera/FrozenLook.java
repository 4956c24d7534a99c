package fucina.gateway.camera;

import io.vertx.core.buffer.Buffer;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * How a frozen picture looks: greyed, framed and crossed out in red, so that nobody takes it for
 * what is there now.
 */
final class FrozenLook {
  private static final long PIXELS_AT_MOST = 16_000_000;

  private FrozenLook() {}

  /** The picture as frozen; as it is where it cannot be drawn into. Takes some milliseconds. */
  static Buffer of(Buffer jpeg) {
    try (ImageInputStream in =
        ImageIO.createImageInputStream(new ByteArrayInputStream(jpeg.getBytes()))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        return jpeg;
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in);
        return (long) reader.getWidth(0) * reader.getHeight(0) > PIXELS_AT_MOST
            ? jpeg
            : crossedOut(reader.read(0));
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      return jpeg; // a camera's odd JPEG; the part's header and the state still say it is frozen
    }
  }

  private static Buffer crossedOut(BufferedImage read) throws IOException {
    BufferedImage image =
        new BufferedImage(read.getWidth(), read.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D on = image.createGraphics();
    on.drawImage(read, 0, 0, null);
    on.setColor(new Color(0, 0, 0, 128));
    on.fillRect(0, 0, image.getWidth(), image.getHeight());
    int line = Math.max(4, image.getWidth() / 60);
    on.setColor(new Color(0xd32f2f));
    on.setStroke(new BasicStroke(line));
    on.drawRect(line / 2, line / 2, image.getWidth() - line, image.getHeight() - line);
    on.drawLine(0, 0, image.getWidth(), image.getHeight());
    on.drawLine(0, image.getHeight(), image.getWidth(), 0);
    on.dispose();
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(image, "jpeg", jpeg);
    return Buffer.buffer(jpeg.toByteArray());
  }
}
