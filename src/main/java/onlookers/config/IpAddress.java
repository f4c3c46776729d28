package onlookers.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address, read from its literal form only: no name is ever looked up. An
 * IPv4-mapped IPv6 address (RFC 4291, 2.5.5.2) is the IPv4 address; a zone (RFC 4007, {@code
 * %eth0}) is dropped.
 */
public final class IpAddress {
  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

  private static final int IPV4_LENGTH = 4;

  /** Bytes of an IPv6 address that name a network; the others are its owner's to choose. */
  private static final int NETWORK_LENGTH = 8;

  private final InetAddress address;

  private IpAddress(InetAddress address) {
    this.address = address;
  }

  /** The address that the text spells, or {@code null} when it spells none. */
  public static @Nullable IpAddress parse(String text) {
    int zone = text.indexOf('%');
    String literal = zone < 0 ? text : text.substring(0, zone);
    if (IPV4.matcher(literal).matches()) {
      return resolve(literal);
    }
    // The brackets keep the JDK from taking the text for a host name (InetAddress.getByName).
    return literal.indexOf(':') >= 0 && IPV6.matcher(literal).matches()
        ? resolve("[" + literal + "]")
        : null;
  }

  private static @Nullable IpAddress resolve(String literal) {
    try {
      return new IpAddress(InetAddress.getByName(literal));
    } catch (UnknownHostException e) {
      return null;
    }
  }

  /**
   * What an address is counted as, wherever a limit holds for each address: an IPv4 address as
   * itself, an IPv6 address as its network of 64 bits, because whoever is given one is given them
   * all (RFC 4291, 2.5.4). A text that is no address stands for itself.
   */
  public static String countedAs(String text) {
    IpAddress address = parse(text);
    return address == null ? text : address.network();
  }

  private String network() {
    byte[] bytes = bytes();
    if (bytes.length == IPV4_LENGTH) {
      return toString();
    }
    Arrays.fill(bytes, NETWORK_LENGTH, bytes.length, (byte) 0);
    try {
      return InetAddress.getByAddress(bytes).getHostAddress() + "/" + NETWORK_LENGTH * 8;
    } catch (UnknownHostException e) {
      throw new AssertionError(e); // only for another length
    }
  }

  /** 4 or 16 bytes, in network order. */
  byte[] bytes() {
    return address.getAddress();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IpAddress ip && address.equals(ip.address);
  }

  @Override
  public int hashCode() {
    return address.hashCode();
  }

  /** The one spelling of this address: equal addresses have equal texts. */
  @Override
  public String toString() {
    return address.getHostAddress();
  }
}
