/**
 * Onlookers: how many other people are viewing this post?
 *
 * <p>A small domain in the middle that knows no technology, and one room for each foreign word.
 *
 * <pre>
 *   floor 3    boot                     jmx
 *              makes, starts and        an administrator
 *              ends every room          looks in
 *
 *   floor 2    websocket                http                     gc
 *              sockets, rooms and       API, health, metrics,    when Redis is made to
 *              outboxes                 the handshake's guard    agree with itself
 *
 *   floor 1    protocol                                          redis
 *              frames to words,                                  keys to words,
 *              words to frames                                   words to keys
 *
 *   floor 0    presence                 config
 *              the domain                the settings
 * </pre>
 *
 * <p>A package imports from the layers below it and from no neighbour, but for {@code http}, which
 * hands requests that poll to {@code websocket}; nobody imports {@code boot}. {@code websocket} and
 * {@code redis} do not know each other: they meet in the domain, at its two ports.
 *
 * <ul>
 *   <li>{@link onlookers.presence}: what viewing, moving, parking, being lost, resuming and leaving
 *       mean. {@link onlookers.presence.Presence} tells it; {@link
 *       onlookers.presence.PresenceRepository} is where it is written down, {@link
 *       onlookers.presence.CountsPublisher} who is told. Begin here.
 *   <li>{@link onlookers.config}: {@link onlookers.config.Settings}, read once, refused by name.
 *   <li>{@link onlookers.protocol}: what a frame means. The only package that knows JSON.
 *   <li>{@link onlookers.redis}: every key, every script, the three kinds of connection. The only
 *       room that knows Jedis.
 *   <li>{@link onlookers.websocket}: {@link onlookers.websocket.PresenceEndpoint} lets clients in,
 *       {@link onlookers.websocket.Rooms} knows who is where. Its {@code engineio} and {@code
 *       socketio} are the other wire, of which {@code socketio.codec} is the spelling.
 *   <li>{@link onlookers.http}: {@link onlookers.http.Routes} says which path is answered by whom.
 *   <li>{@link onlookers.gc}: one timer on every node, of which one at a time does the work.
 *   <li>{@link onlookers.jmx}: {@link onlookers.jmx.PresenceMXBean}. The instruments look in, the
 *       rooms do not look out.
 *   <li>{@link onlookers.boot}: {@link onlookers.boot.Wiring} shows how the parts fit together;
 *       {@link onlookers.standalone.Main} is the way of {@code java -jar}.
 * </ul>
 *
 * <p>The way of one datum: a frame comes in at {@code websocket}, is read by {@code protocol},
 * changes the domain's own registry, and is written down by {@code redis} together with whatever
 * else waits. Redis announces the change to every node; the domain decides when the counts are read
 * again, {@code redis} reads them, and {@code websocket} puts one encoded frame into every outbox.
 */
@NullMarked
package onlookers;

import org.jspecify.annotations.NullMarked;
