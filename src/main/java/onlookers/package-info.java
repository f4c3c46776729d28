/**
 * Onlookers, a presence server: how many other people are viewing this post?
 *
 * <p>A small domain in the middle that knows no technology, and one package for each foreign API.
 *
 * <pre>
 *   assembly   boot          standalone
 *   adapters   websocket     http     socketio     redis     protocol     gc     jmx
 *   domain     presence      config   runtime
 * </pre>
 *
 * <p>Imports point downwards. Between adapters only these are allowed: {@code websocket} to {@code
 * protocol}; {@code http} to {@code protocol} and {@code websocket}; {@code socketio} to those
 * three; {@code jmx} to {@code websocket} and {@code gc}. {@code websocket} and {@code redis} do
 * not know each other: they meet at the ports of {@code presence}. {@code ArchitectureTest}
 * enforces this; the page {@code src/site/markdown/architecture.md} says more.
 *
 * <ul>
 *   <li>{@link onlookers.presence}: what viewing, moving, parking, resuming and leaving mean. Begin
 *       with {@link onlookers.presence.Presence}.
 *   <li>{@link onlookers.config}: {@link onlookers.config.Settings}, read once at start.
 *   <li>{@link onlookers.runtime}: scheduler and threads, metrics, {@link onlookers.runtime.Guard}.
 *   <li>{@link onlookers.protocol}: the JSON of the native wire and of the HTTP API.
 *   <li>{@link onlookers.redis}: every key, every script, every connection to Redis.
 *   <li>{@link onlookers.websocket}: the native wire; connections, subscriptions, outboxes.
 *   <li>{@link onlookers.socketio}: the Socket.IO wire, which can be removed.
 *   <li>{@link onlookers.http}: API, administration, health, metrics, dashboard. {@link
 *       onlookers.http.Routes} opens the paths.
 *   <li>{@link onlookers.gc}: when Redis is swept, and by which node.
 *   <li>{@link onlookers.jmx}: {@link onlookers.jmx.PresenceMXBean}.
 *   <li>{@link onlookers.boot}: {@link onlookers.boot.Wiring} and its like make all parts, and a
 *       lifecycle starts and stops them.
 *   <li>{@link onlookers.standalone}: {@code java -jar}, beginning in {@link
 *       onlookers.standalone.Main}.
 * </ul>
 */
@NullMarked
package onlookers;

import org.jspecify.annotations.NullMarked;
