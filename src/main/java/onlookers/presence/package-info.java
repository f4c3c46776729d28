/**
 * The domain: what viewing, parking, leaving and counting mean. Plain Java that knows no Redis, no
 * socket and no JSON; the outside is reached through two ports, {@link
 * onlookers.presence.PresenceRepository} (what is written down) and {@link
 * onlookers.presence.CountsPublisher} (who is told).
 */
@NullMarked
package onlookers.presence;

import org.jspecify.annotations.NullMarked;
