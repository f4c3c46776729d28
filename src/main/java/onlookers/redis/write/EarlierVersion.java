package onlookers.redis.write;

import java.time.Duration;
import java.util.List;
import onlookers.redis.connect.MasterConnections;
import onlookers.redis.connect.RoutedPipeline;
import onlookers.redis.schema.Glob;
import onlookers.redis.schema.Keys;
import onlookers.redis.schema.Owner;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.resps.ScanResult;

/**
 * Whether nodes of the version before (which knew one Redis only) are at work beside this one, or
 * have been within a day: as long as what they remember of visits lives. Then both look where the
 * other does, so that an update counts nobody twice.
 *
 * <p>Such a node is known by its lease. Where no node of this version has written before, and there
 * are keys of Onlookers under this prefix, it is supposed; what others keep in the same database is
 * no sign of it.
 */
public final class EarlierVersion {
  private static final System.Logger LOG = System.getLogger(EarlierVersion.class.getName());
  private static final Duration REMEMBERED = Duration.ofDays(1);
  private static final String THIS = "2";
  private static final int PAGE = 1_000;

  /** After a million keys of others, half a second of looking, it is supposed. */
  private static final int MAX_PAGES = 1_000;

  private EarlierVersion() {}

  /** Looks, and remembers what it finds. */
  public static boolean isPossible(MasterConnections masters, Keys keys) {
    if (masters.layout().isCluster()) {
      return false;
    }
    try {
      return look(masters, keys);
    } catch (JedisDataException refused) { // a key of another type, or no permission
      return true;
    }
  }

  /**
   * Redis was emptied under a connection: what is written there from now on is this version's, and
   * no sign of the one before for whoever connects next.
   */
  static void emptied(MasterConnections masters, Keys keys) {
    if (masters.layout().isCluster()) {
      return;
    }
    try {
      masters.call(pipeline -> pipeline.set(keys.version(), THIS));
    } catch (JedisDataException refused) { // a key of another type, or no permission
      LOG.log(System.Logger.Level.DEBUG, "not remembered: {0}", refused.getMessage());
    }
  }

  private static boolean look(MasterConnections masters, Keys keys) {
    RoutedPipeline pipeline = masters.pipelined();
    Response<String> version = pipeline.get(keys.version());
    Response<Boolean> remembered = pipeline.exists(keys.earlier());
    Response<List<String>> nodes = pipeline.zrange(keys.nodes(), 0, -1);
    pipeline.sync();
    boolean seen = nodes.get().stream().anyMatch(Owner::isEarlier);
    boolean supposed = version.get() == null && hasWritten(masters, keys);
    if (version.get() == null) {
      masters.call(again -> again.set(keys.version(), THIS));
    }
    if (seen || supposed) {
      SetParams aDay = SetParams.setParams().ex(REMEMBERED.toSeconds());
      masters.call(again -> again.set(keys.earlier(), THIS, aDay));
    }
    return seen || supposed || remembered.get();
  }

  /** Whether there is more of Onlookers than what nodes write when they start. */
  private static boolean hasWritten(MasterConnections masters, Keys keys) {
    Jedis jedis = new Jedis(masters.all().iterator().next());
    ScanParams ours = new ScanParams().match(Glob.escape(keys.allOurs()) + "*").count(PAGE);
    String cursor = ScanParams.SCAN_POINTER_START;
    for (int i = 0; i < MAX_PAGES; i++) {
      ScanResult<String> page = jedis.scan(cursor, ours);
      if (!page.getResult().stream().allMatch(keys::isWrittenAtStart)) {
        return true;
      }
      if (page.isCompleteIteration()) {
        return false;
      }
      cursor = page.getCursor();
    }
    return true;
  }
}
