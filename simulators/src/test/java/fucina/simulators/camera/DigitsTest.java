package fucina.simulators.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

final class DigitsTest {
  @Test
  void aClockInUtcSaysSo() {
    assertThat(drawn("UTC"))
        .containsExactly("#.# ### ###", "#.# .#. #..", "#.# .#. #..", "#.# .#. #..", "### .#. ###");
  }

  private static String[] drawn(String text) {
    BufferedImage image = new BufferedImage(11, 5, BufferedImage.TYPE_INT_RGB);
    Graphics2D on = image.createGraphics();
    on.setColor(Color.WHITE);
    Digits.draw(on, text, 0, 0, 1);
    on.dispose();
    String[] rows = new String[image.getHeight()];
    for (int y = 0; y < rows.length; y++) {
      StringBuilder row = new StringBuilder();
      for (int x = 0; x < image.getWidth(); x++) {
        boolean white = image.getRGB(x, y) == Color.WHITE.getRGB();
        row.append(x % 4 == 3 ? ' ' : white ? '#' : '.');
      }
      rows[y] = row.toString();
    }
    return rows;
  }
}
