/**
 * What a machine is: its profile, signals, commands and values, in the words of the W3C WoT Thing
 * Model. This room may touch the JDK, the YAML reader and the JSON Schema validator. No address of
 * a real machine, no secret, no clock and no I/O beyond reading a profile's text ever enters.
 */
@NullMarked
package fucina.profiles;

import org.jspecify.annotations.NullMarked;
