package onlookers.redis.connect;

import redis.clients.jedis.HostAndPort;

/** One Redis at one address. */
final class SingleServer implements Topology {
  private final Layout layout;

  SingleServer(HostAndPort address) {
    layout = Layout.of(address);
  }

  @Override
  public Layout layout() {
    return layout;
  }

  @Override
  public Layout refresh() {
    return layout;
  }

  @Override
  public boolean changes() {
    return false;
  }
}
