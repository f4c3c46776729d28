package onlookers.http;

/**
 * Who a request comes from.
 *
 * @param address the client's IP address, in the one spelling of {@link onlookers.config.IpAddress}
 * @param host the host that the client addressed, with or without a port
 */
record ClientInfo(String address, String host) {}
