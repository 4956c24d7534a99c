/**
 * Time series in an embedded QuestDB: its tables, its commits with fsync, its background work. This
 * room touches QuestDB, the store's port, {@code telemetry}'s records and {@code fucina.profiles};
 * it is the only one that touches QuestDB. No protocol, no HTTP, no people ever enter.
 */
@NullMarked
package fucina.gateway.store.questdb;

import org.jspecify.annotations.NullMarked;
