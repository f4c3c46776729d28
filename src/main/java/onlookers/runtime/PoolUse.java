package onlookers.runtime;

/**
 * How a pool of connections is used.
 *
 * @param active connections in use
 * @param idle connections that wait to be used
 * @param waiting threads that wait for one
 */
public record PoolUse(int active, int idle, int waiting) {}
