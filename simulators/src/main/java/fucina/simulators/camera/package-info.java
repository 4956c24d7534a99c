/**
 * Cameras that look at simulated machines: pictures drawn from what the machine itself says, served
 * as JPEG and MJPEG over HTTP. This room touches the JDK, its HTTP server and {@code machine}. How
 * a machine looks is its own room's to say.
 */
@NullMarked
package fucina.simulators.camera;

import org.jspecify.annotations.NullMarked;
