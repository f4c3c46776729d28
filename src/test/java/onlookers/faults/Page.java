package onlookers.faults;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import onlookers.faults.History.Load;
import onlookers.faults.History.Shown;
import onlookers.faults.History.Stay;
import org.jspecify.annotations.Nullable;

/**
 * A page as our browser client makes it: it says what it shows, with its visit; a connection that
 * is lost is opened anew after a moment, by chance up to a second and longer each time, and its
 * session given back. It writes all that it does and receives into a {@link History}.
 */
final class Page {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final ScheduledExecutorService LATER =
      Executors.newScheduledThreadPool(
          2,
          task -> {
            Thread thread = new Thread(task, "faults-page");
            thread.setDaemon(true);
            return thread;
          });

  /** From when it is closed until its node must have heard of it, on a machine that is busy. */
  private static final Duration CLOSING = Duration.ofSeconds(2);

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final String name = "page-" + NUMBERS.incrementAndGet();
  private final History history;
  private final Supplier<URI> where;
  private final long outlives;
  private final String visit = UUID.randomUUID().toString().replace("-", "");
  private final Map<String, Load> loads = new HashMap<>();
  final AtomicInteger losses = new AtomicInteger();
  final List<String> reasons = new CopyOnWriteArrayList<>();
  final AtomicInteger replaced = new AtomicInteger();

  // Guarded by this.

  private String post;
  private String session = "";
  private @Nullable Stay stay;
  private @Nullable Stay leaving;
  private boolean degraded;
  private boolean answered;
  private boolean ended;
  private int attempts;
  private long viewers;
  private long views;
  private long shownFrom = History.OPEN;
  private @Nullable Socket socket;
  private @Nullable Future<?> reconnecting;

  /**
   * Opens it.
   *
   * @param where the node that a connection is made to, asked anew for each
   * @param outlives how long its session may outlive a connection that was lost
   */
  Page(History history, Supplier<URI> where, String post, Duration outlives) {
    this.history = history;
    this.where = where;
    this.post = post;
    this.outlives = outlives.toNanos();
    connect();
  }

  private synchronized void connect() {
    if (!ended) {
      socket = new Socket();
      socket.open();
    }
  }

  /** Shows another post. */
  synchronized void move(String next) {
    if (ended || next.equals(post)) {
      return;
    }
    long now = System.nanoTime();
    wipe(now);
    post = next;
    answered = false;
    if (stay != null && socket != null && socket.isOpen()) {
      stay.surelyTo = now;
      endLeaving(now + outlives);
      leaving = stay;
      arrive();
    }
  }

  /** Closes it, as a reader closes a tab. */
  synchronized void close() {
    end(CLOSING.toNanos());
    if (socket != null) {
      socket.close();
    }
  }

  /** Its device is gone: nobody says so. */
  synchronized void vanish() {
    end(outlives);
    if (socket != null) {
      socket.abort();
    }
  }

  private void end(long after) {
    long now = System.nanoTime();
    ended = true;
    if (reconnecting != null) {
      reconnecting.cancel(false);
    }
    depart(now, after);
  }

  private void depart(long now, long after) {
    wipe(now);
    endLeaving(now + after);
    if (stay != null) {
      stay.surelyTo = now;
      stay.maybeTo = now + after;
    }
    stay = null;
  }

  private void endLeaving(long at) {
    if (leaving != null) {
      leaving.maybeTo = at;
      leaving = null;
    }
  }

  /** What it shows now, as {@code viewers/views}; empty while it shows nothing. */
  synchronized String shows() {
    return shownFrom == History.OPEN ? "" : viewers + "/" + views;
  }

  synchronized String post() {
    return post;
  }

  synchronized boolean isDegraded() {
    return degraded;
  }

  synchronized String session() {
    return session;
  }

  /** Writes down what it shows, which goes on. */
  synchronized void note() {
    if (shownFrom != History.OPEN) {
      long now = System.nanoTime();
      wipe(now);
      shownFrom = now;
    }
  }

  private void wipe(long now) {
    if (shownFrom != History.OPEN) {
      history.shown(new Shown(name, post, viewers, views, shownFrom, now));
      shownFrom = History.OPEN;
    }
  }

  /** Says what it shows on the connection that is open. */
  private void arrive() {
    long now = System.nanoTime();
    stay = history.stay(post, now);
    loads.computeIfAbsent(post, p -> history.load(p, now));
    String resumes = session.isEmpty() ? "" : ",\"session\":\"" + session + '"';
    if (socket != null) {
      socket.send("[\"viewing\",\"" + post + "\",{\"visit\":\"" + visit + "\"" + resumes + "}]");
    }
  }

  private void receive(String text) {
    String[] words = text.substring(1, text.length() - 1).replace("\"", "").split(",", -1);
    switch (words[0]) {
      case "session" -> identify(words[1]);
      case "counts" -> counts(words[1], Long.parseLong(words[2]), Long.parseLong(words[3]));
      case "degraded" -> degraded(Boolean.parseBoolean(words[1]));
      case "error" -> replaced.incrementAndGet();
      default -> throw new AssertionError(text);
    }
  }

  private void identify(String id) {
    if (socket != null && !socket.greeted) {
      socket.greeted = true;
      socket.granted = id;
      arrive();
    } else if (socket != null) {
      socket.granted = id; // the old one, which goes on
    }
  }

  private void counts(String of, long newViewers, long newViews) {
    long now = System.nanoTime();
    if (!of.equals(post) || socket == null) {
      return;
    }
    if (!session.isEmpty() && !session.equals(socket.granted)) {
      replaced.incrementAndGet();
    }
    session = socket.granted;
    attempts = 0;
    if (degraded) {
      answered = true;
      return;
    }
    wipe(now);
    viewers = newViewers;
    views = newViews;
    shownFrom = now;
    settle(now);
  }

  /** A node that has Redis has answered: what was said before is done. */
  private void settle(long now) {
    answered = true;
    endLeaving(now);
    if (stay != null && stay.surelyFrom == History.OPEN) {
      stay.surelyFrom = now;
    }
    Load load = loads.get(post);
    if (load != null && load.surelyFrom == History.OPEN) {
      load.surelyFrom = now;
    }
  }

  private void degraded(boolean is) {
    long now = System.nanoTime();
    degraded = is;
    if (is) {
      wipe(now);
    } else if (answered) {
      settle(now);
    }
  }

  private synchronized void lost(Socket of, String why) {
    if (of != socket || ended) {
      return;
    }
    reasons.add(why);
    if (of.greeted) {
      losses.incrementAndGet(); // else the machine was too busy to let it in
    }
    depart(System.nanoTime(), outlives);
    degraded = false;
    answered = false;
    socket = null;
    long most = Math.min(4_000, 1_000L << Math.min(attempts++, 2));
    long pause = ThreadLocalRandom.current().nextLong(50, most);
    reconnecting = LATER.schedule(this::connect, pause, MILLISECONDS);
  }

  /** One connection. */
  private final class Socket implements WebSocket.Listener {
    private final StringBuilder partial = new StringBuilder();
    private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);
    private @Nullable WebSocket wire;
    boolean greeted;
    String granted = "";

    void open() {
      sending =
          CLIENT
              .newWebSocketBuilder()
              .connectTimeout(Duration.ofSeconds(20))
              .buildAsync(where.get(), this)
              .whenComplete((opened, failure) -> opened(opened, failure));
    }

    private void opened(@Nullable WebSocket opened, @Nullable Throwable failure) {
      if (failure != null) {
        lost(this, "no connection: " + failure);
      } else if (opened != null) {
        synchronized (Page.this) {
          wire = opened;
          if (ended || socket != this) {
            opened.abort();
          }
        }
      }
    }

    boolean isOpen() {
      return greeted;
    }

    void send(String text) {
      WebSocket to = wire;
      if (to != null) {
        sending = sending.thenCompose(done -> to.sendText(text, true)).exceptionally(gone -> null);
      }
    }

    void close() {
      WebSocket to = wire;
      if (to != null) {
        sending = sending.thenCompose(done -> to.sendClose(1000, "")).exceptionally(gone -> null);
      }
    }

    void abort() {
      if (wire != null) {
        wire.abort();
      }
    }

    @Override
    public void onOpen(WebSocket opened) {
      synchronized (Page.this) {
        wire = opened;
      }
      opened.request(Long.MAX_VALUE);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      partial.append(data);
      if (last) {
        String text = partial.toString();
        partial.setLength(0);
        synchronized (Page.this) {
          if (socket == this && !ended) {
            receive(text);
          }
        }
      }
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      lost(this, "closed with " + code + " " + reason);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      lost(this, "broken: " + error);
    }
  }
}
