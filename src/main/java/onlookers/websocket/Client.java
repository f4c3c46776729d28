package onlookers.websocket;

import onlookers.protocol.Codec;

/**
 * Who is at the other end.
 *
 * @param transport carries its frames
 * @param codec says what is in them
 * @param address from where it comes, empty when that is not known
 */
record Client(Transport transport, Codec codec, String address) {}
