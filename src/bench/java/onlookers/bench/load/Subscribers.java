package onlookers.bench.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;

/** Connections that listen to Redis' announcements as nodes do, and do nothing about them. */
public final class Subscribers implements AutoCloseable {
  private static final String CHANNELS = "__keyspace@0__:";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final List<Subscriber> all = new ArrayList<>();
  private final LongAdder received = new LongAdder();
  private final Complaints complaints = new Complaints();

  private Subscribers() {}

  /** So many, each of which listens to its own share of the posts, by the names of the channels. */
  public static Subscribers toTheirOwn(int redisPort, List<String> posts, int number) {
    Subscribers subscribers = new Subscribers();
    for (int i = 0; i < number; i++) {
      List<String> own =
          posts.subList(posts.size() * i / number, posts.size() * (i + 1) / number);
      String[] channels =
          own.stream()
              .flatMap(post -> Stream.of("viewers:" + post, "views:" + post))
              .map(CHANNELS::concat)
              .toArray(String[]::new);
      subscribers.start(redisPort, channels, false);
    }
    return subscribers;
  }

  /** So many, each of which listens to all posts, by patterns. */
  public static Subscribers toAll(int redisPort, int number) {
    Subscribers subscribers = new Subscribers();
    String[] patterns = {CHANNELS + "viewers:*", CHANNELS + "views:*"};
    for (int i = 0; i < number; i++) {
      subscribers.start(redisPort, patterns, true);
    }
    return subscribers;
  }

  private void start(int redisPort, String[] what, boolean byPattern) {
    Subscriber subscriber = new Subscriber(redisPort, what, byPattern);
    all.add(subscriber);
    subscriber.start();
  }

  /** How many announcements they received. */
  public long received() {
    return received.sum();
  }

  /** What went wrong. */
  public String complaints() {
    synchronized (complaints) {
      return complaints.isEmpty() ? "" : complaints.toString();
    }
  }

  @Override
  public void close() {
    all.forEach(Subscriber::end);
  }

  private final class Subscriber extends JedisPubSub {
    private final Jedis jedis;
    private final String[] what;
    private final boolean byPattern;
    private final CountDownLatch confirmed;
    private final Thread thread = new Thread(this::listen, "bench-subscriber");

    Subscriber(int redisPort, String[] what, boolean byPattern) {
      this.jedis = new Jedis("127.0.0.1", redisPort);
      this.what = what;
      this.byPattern = byPattern;
      this.confirmed = new CountDownLatch(what.length);
      thread.setDaemon(true);
    }

    void start() {
      thread.start();
      try {
        if (!confirmed.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
          complain("a subscription was not confirmed");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void listen() {
      try {
        if (byPattern) {
          jedis.psubscribe(this, what);
        } else {
          jedis.subscribe(this, what);
        }
      } catch (RuntimeException e) {
        complain(String.valueOf(e));
      }
    }

    private void complain(String about) {
      synchronized (complaints) {
        complaints.add(about);
      }
    }

    @Override
    public void onSubscribe(String channel, int count) {
      confirmed.countDown();
    }

    @Override
    public void onPSubscribe(String pattern, int count) {
      confirmed.countDown();
    }

    @Override
    public void onMessage(String channel, String message) {
      received.increment();
    }

    @Override
    public void onPMessage(String pattern, String channel, String message) {
      received.increment();
    }

    /** Ends in order: Redis knows of it before the next ones come. */
    void end() {
      try {
        if (byPattern) {
          punsubscribe();
        } else {
          unsubscribe();
        }
        thread.join(TIMEOUT.toMillis());
        jedis.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
