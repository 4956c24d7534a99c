/**
 * Readings carried on to an InfluxDB, and history read back from it. This room touches the port it
 * implements, {@code telemetry}'s records, {@code fucina.profiles}, the InfluxDB client with its
 * OkHttp, and Gson; it is the only one that touches them. Nothing here is ever waited for by a
 * machine's link, and nothing is acknowledged because of it.
 */
@NullMarked
package fucina.gateway.store.influx;

import org.jspecify.annotations.NullMarked;
