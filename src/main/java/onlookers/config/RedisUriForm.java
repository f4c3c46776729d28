package onlookers.config;

import onlookers.config.RedisUri.Mode;

/**
 * How the address of a Redis is written, for whoever has written another one.
 *
 * @param mode what stands there
 * @param tls whether it is spoken to encrypted
 */
record RedisUriForm(Mode mode, boolean tls) {
  private static final String HOSTS = "host[:port][,host[:port]...]";
  private static final String SINGLE_FORM = "redis://[user:password@]host[:port][/database]";
  private static final String SENTINEL_FORM =
      "redis+sentinel://[user:password@]" + HOSTS + "/master[/database]";
  private static final String CLUSTER_FORM = "redis+cluster://[user:password@]" + HOSTS;

  /** Every form there is. */
  static String all() {
    return SINGLE_FORM + " or " + ofSeveral();
  }

  /** The forms in which several hosts are named. */
  static String ofSeveral() {
    return SENTINEL_FORM + " or " + CLUSTER_FORM;
  }

  /**
   * The exception for what is not of this form.
   *
   * @param right what would be right, and in which part
   */
  IllegalArgumentException wrong(String right) {
    String scheme = tls ? form().replaceFirst("redis", "rediss") : form();
    return new IllegalArgumentException(right + ", in " + scheme);
  }

  private String form() {
    return switch (mode) {
      case SINGLE -> SINGLE_FORM;
      case SENTINEL -> SENTINEL_FORM;
      case CLUSTER -> CLUSTER_FORM;
    };
  }
}
