package onlookers.config;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A set of networks, given as in {@code loopback, 10.0.0.0/8, 2001:db8::/32, 192.0.2.7}. No name is
 * looked up.
 */
public final class Networks {
  private static final String NONE = "none";
  private static final String EXPECTED =
      "'none', or a comma-separated list of 'loopback', addresses and networks such as 10.0.0.0/8"
          + " or 2001:db8::/32";

  private final List<Network> networks;

  private Networks(List<Network> networks) {
    this.networks = networks;
  }

  /**
   * Reads a list of networks in CIDR notation (RFC 4632; bits beyond the prefix are ignored) and
   * single addresses. {@code loopback} is 127.0.0.0/8 and ::1; {@code none} is the empty set.
   *
   * @throws IllegalArgumentException with what would be right
   */
  public static Networks parse(String text) {
    return text.equals(NONE)
        ? new Networks(List.of())
        : new Networks(Stream.of(text.split(",", -1)).flatMap(Networks::entry).toList());
  }

  private static Stream<Network> entry(String given) {
    String entry = given.strip();
    return entry.equals("loopback")
        ? Stream.of(Network.parse("127.0.0.0/8"), Network.parse("::1"))
        : Stream.of(Network.parse(entry));
  }

  /**
   * Whether the address lies in one of the networks; {@code false} for what is not a literal
   * address.
   */
  public boolean contains(String literalAddress) {
    IpAddress address = IpAddress.parse(literalAddress);
    return address != null && contains(address);
  }

  /** Whether the address lies in one of the networks. */
  public boolean contains(IpAddress address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Networks that && networks.equals(that.networks);
  }

  @Override
  public int hashCode() {
    return networks.hashCode();
  }

  @Override
  public String toString() {
    return networks.isEmpty()
        ? NONE
        : networks.stream().map(Network::toString).collect(Collectors.joining(","));
  }

  /** The addresses that share the first {@code prefix} bits with the base. */
  private record Network(IpAddress base, int prefix) {
    static Network parse(String entry) {
      int slash = entry.indexOf('/');
      IpAddress base = IpAddress.parse(slash < 0 ? entry : entry.substring(0, slash));
      int bits = base == null ? 0 : base.bytes().length * 8;
      int prefix = slash < 0 ? bits : prefix(entry.substring(slash + 1), bits);
      if (base == null || prefix < 0) {
        throw new IllegalArgumentException(EXPECTED + ", and " + LogSafe.of(entry) + " is none");
      }
      return new Network(base, prefix);
    }

    private static int prefix(String digits, int bits) {
      int prefix = digits.matches("[0-9]{1,3}") ? Integer.parseInt(digits) : -1;
      return prefix <= bits ? prefix : -1;
    }

    boolean contains(IpAddress address) {
      byte[] left = base.bytes();
      byte[] right = address.bytes();
      return left.length == right.length && differingBits(left, right) >= prefix;
    }

    /** The number of the first bit in which the two differ. */
    private static int differingBits(byte[] left, byte[] right) {
      for (int i = 0; i < left.length; i++) {
        int difference = (left[i] ^ right[i]) & 0xff;
        if (difference != 0) {
          return i * 8 + Integer.numberOfLeadingZeros(difference) - 24;
        }
      }
      return left.length * 8;
    }

    @Override
    public String toString() {
      return base + "/" + prefix;
    }
  }
}
