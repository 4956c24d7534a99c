package fucina.simulators.printer;

import fucina.simulators.machine.Scene;
import java.awt.Color;
import java.awt.Graphics2D;
import java.util.function.Supplier;

/**
 * The printer from the front: the part grows with its progress, layer upon layer; the nozzle hangs
 * above it and glows as it is hot; the bed reddens as it warms.
 *
 * @param seen what it shows now
 */
public record PrinterScene(Supplier<PrinterSnapshot> seen) implements Scene {
  private static final int BED_Y = 260;
  private static final int TALLEST = 170;
  private static final int LAYER = 5;
  private static final double HOTTEST = 260;

  @Override
  public void draw(Graphics2D on) {
    PrinterSnapshot now = seen.get();
    on.setColor(new Color(0x55616a));
    on.drawRect(60, 30, WIDTH - 120, BED_Y - 20);
    on.setColor(warm(now.bed().temperature()));
    on.fillRect(100, BED_Y, WIDTH - 200, 10);
    int height = (int) Math.round(now.progress() * TALLEST);
    for (int layer = 0; layer < height; layer += LAYER) {
      on.setColor(new Color(layer / LAYER % 2 == 0 ? 0x2f8f9d : 0x3fb0c0));
      int inset = layer / 6;
      on.fillRect(170 + inset, BED_Y - layer - LAYER, 140 - 2 * inset, LAYER);
    }
    boolean moving = now.state() == PrinterState.PRINTING;
    double sweep = moving ? Math.sin(now.at().toEpochMilli() / 400.0) * 60 : 0;
    int x = WIDTH / 2 + (int) Math.round(sweep);
    on.setColor(warm(now.nozzle().temperature()));
    on.fillPolygon(
        new int[] {x - 14, x + 14, x + 4, x - 4},
        new int[] {
          BED_Y - height - 40, BED_Y - height - 40, BED_Y - height - 8, BED_Y - height - 8
        },
        4);
    on.setColor(lamp(now));
    on.fillOval(WIDTH - 50, 20, 28, 28);
  }

  private static Color warm(double celsius) {
    double share = Math.max(0, Math.min(1, celsius / HOTTEST));
    return new Color((int) (90 + 165 * share), 90, (int) (110 - 70 * share));
  }

  private static Color lamp(PrinterSnapshot now) {
    return switch (now.state()) {
      case ERROR -> new Color(0xe53935);
      case PRINTING -> new Color(0x43a047);
      default -> new Color(0xfbc02d);
    };
  }
}
