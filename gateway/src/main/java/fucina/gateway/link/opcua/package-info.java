/**
 * Links to machines over OPC UA: sessions, subscriptions, method calls and the gateway's own
 * certificate. The only room that touches Eclipse Milo, besides {@code link}, {@code telemetry} and
 * {@code fucina.profiles}. No other protocol, no database and no HTTP ever enters.
 */
@NullMarked
package fucina.gateway.link.opcua;

import org.jspecify.annotations.NullMarked;
