package fucina.simulators.machine;

import java.awt.Graphics2D;

/** How a machine looks at this moment. Safe for several threads. */
@FunctionalInterface
public interface Scene {
  /** Pixels of a picture. */
  int WIDTH = 480;

  int HEIGHT = 320;

  /** Draws it on a dark ground of {@link #WIDTH} by {@link #HEIGHT}; no text, as fonts may lack. */
  void draw(Graphics2D on);
}
