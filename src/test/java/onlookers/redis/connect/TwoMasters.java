package onlookers.redis.connect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.HostAndPort;

/** A Cluster of two masters, whose other ends are the test: the lower half of the slots is a's. */
public final class TwoMasters implements Topology {
  /** A key that a holds at first, in slot 5061. */
  static final String OF_A = "bar";

  /** Another one, in slot 866. */
  static final String ALSO_OF_A = "hello";

  /** A key that b holds, in slot 12182. */
  static final String OF_B = "foo";

  public static final HostAndPort A = new HostAndPort("a", 7000);
  public static final HostAndPort B = new HostAndPort("b", 7001);

  public final List<String> events = new ArrayList<>();
  final List<Long> pauses = new ArrayList<>();
  public final ScriptedRedis a = new ScriptedRedis(A, events).knowingScripts();
  public final ScriptedRedis b = new ScriptedRedis(B, events).knowingScripts();

  /** What is answered when it is asked anew. */
  public Layout next = halves();

  int refreshed;
  private Layout layout = halves();

  public MasterConnections connections() {
    return new MasterConnections(this, Map.of(A, a, B, b)::get, pauses::add);
  }

  static Layout halves() {
    short[] masterOfSlot = new short[Layout.SLOTS];
    Arrays.fill(masterOfSlot, Layout.SLOTS / 2, Layout.SLOTS, (short) 1);
    return Layout.of(List.of(A, B), masterOfSlot);
  }

  static Layout allOnB() {
    return Layout.of(List.of(B), new short[Layout.SLOTS]);
  }

  @Override
  public Layout layout() {
    return layout;
  }

  @Override
  public Layout refresh() {
    refreshed++;
    layout = next;
    return layout;
  }

  @Override
  public boolean changes() {
    return true;
  }
}
