package fucina.simulators.camera;

import java.awt.Graphics2D;

/** Numbers as a camera writes them into its picture, without any font of the system. */
final class Digits {
  private static final int COLUMNS = 3;

  /** Rows of three dots from the top, of 0 to 9, colon, dash, and the letters of UTC. */
  private static final int[][] DOTS = {
    {7, 5, 5, 5, 7},
    {2, 6, 2, 2, 7},
    {7, 1, 7, 4, 7},
    {7, 1, 7, 1, 7},
    {5, 5, 7, 1, 1},
    {7, 4, 7, 1, 7},
    {7, 4, 7, 5, 7},
    {7, 1, 1, 1, 1},
    {7, 5, 7, 5, 7},
    {7, 5, 7, 1, 7},
    {0, 2, 0, 2, 0},
    {0, 0, 7, 0, 0},
    {5, 5, 5, 5, 7},
    {7, 2, 2, 2, 2},
    {7, 4, 4, 4, 7}
  };

  private Digits() {}

  /** Writes digits, colons, dashes and UTC; anything else leaves a gap. */
  static void draw(Graphics2D on, String text, int x, int y, int dot) {
    int left = x;
    for (char sign : text.toCharArray()) {
      int index = "0123456789:-UTC".indexOf(sign);
      if (index >= 0) {
        draw(on, DOTS[index], left, y, dot);
      }
      left += (COLUMNS + 1) * dot;
    }
  }

  private static void draw(Graphics2D on, int[] rows, int x, int y, int dot) {
    for (int row = 0; row < rows.length; row++) {
      for (int column = 0; column < COLUMNS; column++) {
        if ((rows[row] >> (COLUMNS - 1 - column) & 1) == 1) {
          on.fillRect(x + column * dot, y + row * dot, dot, dot);
        }
      }
    }
  }
}
