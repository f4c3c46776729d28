package onlookers.presence;

import java.time.Duration;

/**
 * The administrator's choices that the domain needs.
 *
 * @param grace how long a session outlives a socket that was lost without a close frame; zero ends
 *     it at once
 * @param maxWatched posts that one session may watch, 0 for any number
 */
public record PresencePolicy(Duration grace, int maxWatched) {}
