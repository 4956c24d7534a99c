package fucina.simulators.robot;

import fucina.simulators.machine.Scene;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.util.List;
import java.util.function.Supplier;

/**
 * The robot from the side: its links turn as axes 2, 3 and 5 do, its base shows where axis 1
 * points, its lamp is green while it moves, yellow while it stands, red while a stop holds it.
 *
 * @param seen what its sensors say now
 */
public record RobotScene(Supplier<RobotSnapshot> seen) implements Scene {
  private static final int[] LINKS = {100, 90, 40};
  private static final int BASE_X = 230;
  private static final int BASE_Y = 250;
  private static final int BASE_WIDTH = 90;

  @Override
  public void draw(Graphics2D on) {
    RobotSnapshot now = seen.get();
    on.setColor(new Color(0x3a444b));
    on.fillRect(0, BASE_Y + 30, WIDTH, 4);
    on.fillRect(BASE_X - BASE_WIDTH / 2, BASE_Y, BASE_WIDTH, 30);
    drawTurn(on, now.axes().get(0).position());
    drawArm(on, now.axes());
    on.setColor(lamp(now));
    on.fillOval(WIDTH - 50, 20, 28, 28);
  }

  private static void drawTurn(Graphics2D on, double degrees) {
    int dial = BASE_X + (int) Math.round(Math.sin(Math.toRadians(degrees)) * BASE_WIDTH / 2.5);
    on.setColor(new Color(0xf0a030));
    on.fillRect(dial - 4, BASE_Y + 4, 8, 22);
  }

  private static void drawArm(Graphics2D on, List<RobotSnapshot.Axis> axes) {
    double[] turns = {axes.get(1).position(), axes.get(2).position(), axes.get(4).position()};
    double direction = 0;
    double x = BASE_X;
    double y = BASE_Y;
    for (int link = 0; link < LINKS.length; link++) {
      direction += turns[link];
      double toX = x + LINKS[link] * Math.cos(Math.toRadians(direction));
      double toY = y + LINKS[link] * Math.sin(Math.toRadians(direction));
      on.setColor(new Color(0xd8dee2));
      on.setStroke(new BasicStroke(18 - 5 * link, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
      on.drawLine((int) x, (int) y, (int) toX, (int) toY);
      on.setColor(new Color(0xf0a030));
      on.fillOval((int) x - 7, (int) y - 7, 14, 14);
      x = toX;
      y = toY;
    }
  }

  private static Color lamp(RobotSnapshot now) {
    if (now.emergencyStop() || now.protectiveStop()) {
      return new Color(0xe53935);
    }
    return now.task() == TaskState.EXECUTING ? new Color(0x43a047) : new Color(0xfbc02d);
  }
}
