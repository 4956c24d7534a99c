/**
 * Cameras that look at machines: fetched by the gateway itself, once however many watch, shown as
 * frozen when they freeze, recorded nowhere. This room touches the registry's machines and cells
 * and Vert.x's HTTP client. Who may look is not its question.
 */
@NullMarked
package fucina.gateway.camera;

import org.jspecify.annotations.NullMarked;
