package fucina.profiles;

import java.util.Optional;

/**
 * A camera that looks at a machine. The gateway fetches its pictures itself.
 *
 * @param id short name, unique in its profile, e.g. {@code cell}
 * @param title what people read
 * @param kind how its pictures come
 * @param address template of its HTTP address; the host is a {@code {{VARIABLE}}} that the
 *     registration fills in
 * @param login name of the login in the machine's registration that it asks for; empty where it
 *     asks for none
 * @param privacy what a person in the room must know about it
 */
public record Camera(
    String id, Label title, Kind kind, String address, Optional<String> login, Label privacy) {

  /** How a camera's pictures come. */
  public enum Kind {
    /** One endless answer of JPEG parts (multipart/x-mixed-replace). */
    MJPEG,
    /** One JPEG an answer, asked for again and again. */
    SNAPSHOT
  }
}
