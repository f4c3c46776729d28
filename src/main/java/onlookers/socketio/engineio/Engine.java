package onlookers.socketio.engineio;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import onlookers.runtime.CoalescedTask;
import onlookers.runtime.Guard;
import onlookers.runtime.Scheduler;
import onlookers.runtime.TimerWheel;
import onlookers.socketio.codec.EngineError;
import onlookers.socketio.codec.EngineLimits;
import onlookers.socketio.codec.EnginePacket;
import onlookers.socketio.codec.EngineQuery;
import org.jspecify.annotations.Nullable;

/** Every Engine.IO session of one path. */
public final class Engine {
  /** How long a client that is late may still receive the last packets of its session. */
  private static final Duration LINGERING = Duration.ofSeconds(1);

  private static final Duration SHORTEST_ROUND = Duration.ofMillis(10);
  private static final Duration LONGEST_ROUND = Duration.ofMillis(500);
  private static final int ROUNDS = 10;

  private final EngineLimits limits;
  private final SessionHandler application;
  private final Scheduler clock;
  private final Executor closers;
  private final Map<String, EngineSession> sessions = new ConcurrentHashMap<>();
  private final EngineSession.Owner owner = new SessionOwner();

  /**
   * When each session is to be looked at next, by its id: one that has ended is not kept for it.
   */
  private final TimerWheel<String> looks;

  private final CoalescedTask nextBeat;

  private volatile boolean started;
  private volatile boolean stopped;

  /**
   * @param clock runs short tasks later, and is what all times are measured by; whoever made it
   *     ends it
   * @param closers threads that may wait a moment for a client that does not read
   */
  public Engine(
      EngineLimits limits, SessionHandler application, Scheduler clock, Executor closers) {
    this.limits = limits;
    this.application = application;
    this.clock = clock;
    this.closers = closers;
    Duration round = round(limits);
    this.looks = new TimerWheel<>(clock, round);
    this.nextBeat = new CoalescedTask(clock, round, this::beat);
  }

  private static Duration round(EngineLimits limits) {
    Duration round = limits.shorterTime().dividedBy(ROUNDS);
    round = round.compareTo(SHORTEST_ROUND) < 0 ? SHORTEST_ROUND : round;
    return round.compareTo(LONGEST_ROUND) > 0 ? LONGEST_ROUND : round;
  }

  /**
   * Starts to beat: ten times in the shorter of the ping's times, while there are sessions. A beat
   * looks at those for which something is due; to look at thousands of silent ones each time would
   * cost more than to ping them.
   */
  public void start() {
    started = true;
    beatSoon();
  }

  private void beatSoon() {
    if (started && !stopped) {
      nextBeat.request();
    }
  }

  private void beat() {
    try {
      long now = clock.nanoTime();
      Guard.each(looks.takeDue(), id -> look(id, now));
    } finally {
      if (!sessions.isEmpty()) {
        beatSoon();
      }
    }
  }

  private void look(String id, long now) {
    EngineSession session = sessions.get(id);
    if (session != null) {
      try {
        session.tick(now);
      } finally {
        lookAgain(session, now);
      }
    }
  }

  private void lookAgain(EngineSession session, long now) {
    if (!session.hasEnded()) {
      looks.add(session.id(), Duration.ofNanos(session.nanosToLook(now)));
    }
  }

  /** Ends every session, and takes no new one. */
  public void close() {
    stopped = true;
    stopSessions();
  }

  /**
   * The application stops, as the container says of a request that waits before {@link #close}
   * does, perhaps of many at once. Ends all sessions: every client is told before the first one
   * leaves, because those who heard of that would come again for the rest, and find nobody. When it
   * returns nobody is left.
   */
  public synchronized void stopSessions() {
    List<EngineSession> told = new ArrayList<>();
    Guard.each(
        sessions.values(),
        session -> {
          if (session.endTransport(SessionClose.STOPPED)) {
            told.add(session);
          }
        });
    Guard.each(told, session -> session.leave(SessionClose.STOPPED));
  }

  /** What this engine announces to its clients. */
  public EngineLimits limits() {
    return limits;
  }

  /**
   * Why an HTTP request is refused before its session is asked, {@code null} when it is not.
   *
   * @param method the HTTP method
   */
  public @Nullable EngineError fault(String method, EngineQuery query) {
    EngineError fault = query.fault();
    if (fault != null) {
      return fault;
    }
    if (!query.transport().equals(EngineQuery.POLLING)) {
      return EngineError.BAD_REQUEST; // a WebSocket would not come here
    }
    if (query.sid() == null) {
      return method.equals("GET") ? null : EngineError.BAD_HANDSHAKE_METHOD;
    }
    EngineSession session = sessions.get(query.sid());
    if (session == null) {
      return EngineError.UNKNOWN_SID;
    }
    boolean fits = session.protocol() == query.protocol();
    return fits && (method.equals("GET") || method.equals("POST")) ? null : EngineError.BAD_REQUEST;
  }

  /** The session of a request without fault; {@code null} when it has just ended. */
  public @Nullable EngineSession session(EngineQuery query) {
    return query.sid() == null ? null : sessions.get(query.sid());
  }

  /**
   * A client asks for packets, or for a new session; the query has no fault.
   *
   * @param address the client's, empty when it is not known
   * @param poll is answered now or later
   */
  public void poll(EngineQuery query, String address, Poll poll) {
    if (query.sid() != null) {
      EngineSession session = session(query);
      if (session == null) {
        poll.refuse(EngineError.UNKNOWN_SID);
      } else {
        session.poll(poll);
      }
      return;
    }
    EngineSession session = new EngineSession(owner, limits, clock, query, address);
    if (begin(session, true)) {
      session.poll(poll);
    } else {
      poll.refuse(stopped ? EngineError.GOING_AWAY : application.refusal());
    }
  }

  /**
   * A client has opened a WebSocket, for a new session or for one that it has.
   *
   * @return the session, {@code null} when none wants the socket
   */
  @Nullable EngineSession connect(EngineQuery query, String address, EngineSocket socket) {
    if (query.sid() == null) {
      EngineSession session = new EngineSession(owner, limits, clock, query, address);
      begin(session, false); // if it is turned away, the application closes it
      session.moveTo(socket);
      return session;
    }
    EngineSession session = session(query);
    return session != null && session.protocol() == query.protocol() && session.upgrade(socket)
        ? session
        : null;
  }

  private boolean begin(EngineSession session, boolean upgradable) {
    sessions.put(session.id(), session);
    EnginePacket greeting = EnginePacket.open(session.id(), upgradable, limits);
    boolean taken = !stopped && session.begin(greeting, application::open);
    if (stopped) { // asked last: whoever stops the engine ends those that he finds
      session.end(SessionClose.STOPPED);
    }
    if (!taken) {
      sessions.remove(session.id());
    } else {
      lookAgain(session, clock.nanoTime());
      beatSoon();
    }
    return taken;
  }

  /** A WebSocket that a client has opened, for packets to go out by this transport. */
  EngineSocket socket(Transport transport) {
    return new EngineSocket(transport, limits.maxPayload(), clock, closers);
  }

  /** What a session asks of its engine. */
  private final class SessionOwner implements EngineSession.Owner {
    /** Looks at it with the next beat, and again when it would have done so anyway. */
    @Override
    public void lookSoon(EngineSession session) {
      looks.add(session.id(), Duration.ZERO);
    }

    @Override
    public void ended(EngineSession session, boolean lingers) {
      if (lingers && !stopped) {
        clock.after(LINGERING, () -> sessions.remove(session.id()));
      } else {
        sessions.remove(session.id());
      }
    }
  }
}
