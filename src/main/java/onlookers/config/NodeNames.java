package onlookers.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;

/** What a node is called when nobody has named it. */
final class NodeNames {
  /** The most characters of {@code node.id}. */
  static final int MAX_LENGTH = 48;

  private static final int SUFFIX_LENGTH = 6;
  private static final String SUFFIX_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";
  private static final SecureRandom RANDOM = new SecureRandom();

  private NodeNames() {}

  /**
   * A name for this start: the host's, and six random characters, so that two nodes on one host
   * differ.
   */
  static String random() {
    return of(hostName());
  }

  static String of(String host) {
    String name = host.replaceAll("[^A-Za-z0-9_-]", "-");
    int most = MAX_LENGTH - SUFFIX_LENGTH - 1;
    return name.substring(0, Math.min(name.length(), most)) + "-" + suffix();
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "node";
    }
  }

  private static String suffix() {
    StringBuilder suffix = new StringBuilder();
    RANDOM
        .ints(SUFFIX_LENGTH, 0, SUFFIX_ALPHABET.length())
        .forEach(i -> suffix.append(SUFFIX_ALPHABET.charAt(i)));
    return suffix.toString();
  }
}
