package fucina.simulators.line;

import fucina.simulators.machine.Scene;
import java.awt.Color;
import java.awt.Graphics2D;
import java.util.function.Supplier;

/**
 * The line from the side: feed, process, inspect, sort; parts move along the belt while it turns,
 * the station that waits is red, and the lamp is as the state.
 *
 * @param seen what its sensors say now
 */
public record LineScene(Supplier<LineSnapshot> seen) implements Scene {
  private static final int STATIONS = 4;
  private static final int BELT_Y = 210;
  private static final int STEP = 110;
  private static final int PARTS = 8;

  @Override
  public void draw(Graphics2D on) {
    LineSnapshot now = seen.get();
    on.setColor(new Color(0x55616a));
    on.fillRect(20, BELT_Y, WIDTH - 40, 12);
    for (int station = 0; station < STATIONS; station++) {
      boolean waits = station == 0 ? now.starved() : station == STATIONS - 1 && now.blocked();
      on.setColor(waits ? new Color(0xe53935) : new Color(0x6f8fa6));
      on.fillRect(35 + station * STEP, BELT_Y - 110, 70, 70);
    }
    drawParts(on, now);
    on.setColor(lamp(now));
    on.fillOval(WIDTH - 50, 20, 28, 28);
  }

  /** A belt that turns at the line's speed; what stands still, stands still. */
  private static void drawParts(Graphics2D on, LineSnapshot now) {
    double metres = now.speed() <= 0 ? 0 : now.at().toEpochMilli() / 60_000.0 * now.speed();
    int pitch = (WIDTH - 40) / PARTS;
    int offset = (int) ((now.produced() + metres) * pitch) % pitch;
    on.setColor(new Color(0xf0a030));
    for (int part = 0; part < PARTS; part++) {
      on.fillRect(24 + part * pitch + Math.floorMod(offset, pitch), BELT_Y - 24, 24, 24);
    }
  }

  private static Color lamp(LineSnapshot now) {
    return switch (now.state()) {
      case ABORTING, ABORTED, CLEARING -> new Color(0xe53935);
      case EXECUTE, STARTING, UNHOLDING, UNSUSPENDING -> new Color(0x43a047);
      default -> new Color(0xfbc02d);
    };
  }
}
