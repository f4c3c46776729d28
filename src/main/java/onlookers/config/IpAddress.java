package onlookers.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
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
