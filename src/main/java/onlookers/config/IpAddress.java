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
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

  private static final int IPV4_LENGTH = 4;
  private static final int MAX_OCTET = 255;

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
    byte[] ipv4 = ipv4(literal);
    if (ipv4 != null) {
      return of(ipv4);
    }
    // The brackets keep the JDK from taking the text for a host name (InetAddress.getByName).
    return literal.indexOf(':') >= 0 && IPV6.matcher(literal).matches()
        ? resolve("[" + literal + "]")
        : null;
  }

  /**
   * The four bytes of an IPv4 address (RFC 3986, 3.2.2: no octet begins with a zero but 0 itself),
   * or {@code null}. Several are read for each connection, and a regular expression took a
   * twentieth of all that a server does for one.
   */
  private static byte @Nullable [] ipv4(String literal) {
    byte[] octets = new byte[IPV4_LENGTH];
    int known = 0;
    int octet = -1;
    for (int i = 0; i <= literal.length(); i++) {
      char c = i == literal.length() ? '.' : literal.charAt(i);
      if (c == '.') {
        if (octet < 0 || known == IPV4_LENGTH) {
          return null;
        }
        octets[known++] = (byte) octet;
        octet = -1;
      } else if (c < '0' || c > '9' || octet == 0) {
        return null;
      } else {
        octet = Math.max(octet, 0) * 10 + (c - '0');
        if (octet > MAX_OCTET) {
          return null;
        }
      }
    }
    return known == IPV4_LENGTH ? octets : null;
  }

  private static IpAddress of(byte[] bytes) {
    try {
      return new IpAddress(InetAddress.getByAddress(bytes));
    } catch (UnknownHostException e) {
      throw new AssertionError(e); // only for another length
    }
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
    if (ipv4(text) != null) {
      return text; // has one spelling only
    }
    IpAddress address = parse(text);
    return address == null ? text : address.network();
  }

  private String network() {
    byte[] bytes = bytes();
    if (bytes.length == IPV4_LENGTH) {
      return toString();
    }
    Arrays.fill(bytes, NETWORK_LENGTH, bytes.length, (byte) 0);
    return of(bytes) + "/" + NETWORK_LENGTH * 8;
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
