package fucina.gateway.camera;

import java.time.Instant;
import java.util.Optional;

/**
 * How a camera fares.
 *
 * @param word in one word
 * @param detail what a technician can act on; empty where all is well
 * @param lastPicture when the last picture came that differed from the one before
 */
public record CameraStatus(Word word, String detail, Optional<Instant> lastPicture) {
  /** Nobody looks, so nobody fetches. */
  static final CameraStatus IDLE = new CameraStatus(Word.IDLE, "", Optional.empty());

  /** In one word. */
  public enum Word {
    IDLE,
    CONNECTING,
    LIVE,
    FROZEN,
    UNREACHABLE
  }
}
