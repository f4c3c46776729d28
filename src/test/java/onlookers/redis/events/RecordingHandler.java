package onlookers.redis.events;

import java.util.Collection;
import java.util.List;
import onlookers.runtime.RedisHealth.Connection;

/** Writes down whether notifications are received; all else is of no matter. */
record RecordingHandler(List<Boolean> received) implements EventHandler {
  @Override
  public void followed(Collection<String> keys) {}

  @Override
  public void matching() {}

  @Override
  public void changed(String key, String event) {}

  @Override
  public void matched(String key, String event) {}

  @Override
  public void requested(String session) {}

  @Override
  public void receiving(boolean receives) {
    received.add(receives);
  }

  @Override
  public void failed(Connection connection, Throwable failure) {}

  @Override
  public void missed() {}

  @Override
  public void emptied() {}
}
