package onlookers.standalone.engine;

import jakarta.servlet.ServletConnection;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import onlookers.config.IpAddress;
import org.apache.catalina.connector.Request;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SocketEvent;
import org.jspecify.annotations.Nullable;

/**
 * The socket of one client, for which no thread waits longer, and for not more clients at once,
 * than {@link SocketLimits} say. Tomcat itself holds a thread, for up to a minute each time, until
 * the client has sent the body that it has announced, even when nobody wants it, and until it takes
 * what was written.
 *
 * <p>It is also the {@link ServletConnection} of its requests, so that a valve finds it.
 */
final class EngineSocket extends NioSocketWrapper
    implements ServletConnection, UnfinishedHeads.Client {
  private static final System.Logger LOG = System.getLogger(EngineSocket.class.getName());

  /** A frame is mostly some dozen bytes, and seldom more than a few hundred. */
  private static final int TURN = 4_096;

  /** What the client is expected to do. */
  private enum Phase {
    /** Send the first byte of a request. */
    IDLE,
    /** Send the rest of its head. */
    HEAD,
    /** Send a body, if the application wants one. */
    REQUEST,
    /** Likewise, and no thread is with it. */
    ASYNC,
    /** It is no HTTP any more. */
    UPGRADED,
    CLOSED
  }

  private final SocketLimits limits;
  private volatile Phase phase = Phase.IDLE;

  /** When the phase began, by {@link System#nanoTime()}. */
  private volatile long since;

  /** Whether something was written since the request began. */
  private volatile boolean answered;

  /** Bytes that the client may still have read in this turn, once it speaks no HTTP any more. */
  private int turn = TURN;

  private @Nullable String network;

  private volatile @Nullable PongReader pongs;

  /** Whether it is among the {@link UnfinishedHeads}. */
  private boolean listed;

  /** Whether the answer to a handshake is to leave with the first frame, if there is to be one. */
  private boolean awaitsFrame;

  /** Whether the answer to a handshake is kept until the WebSocket is open. */
  private boolean keepsHead;

  EngineSocket(NioChannel channel, NioEndpoint endpoint, SocketLimits limits) {
    super(channel, endpoint);
    this.limits = limits;
  }

  /** The socket that the request came on; {@code null} when it is another engine's. */
  static @Nullable EngineSocket of(Request request) {
    return request.getServletConnection() instanceof EngineSocket socket ? socket : null;
  }

  /**
   * The head of a request is here, and the application takes over.
   *
   * @return whether it had come before the request before it was answered
   */
  boolean requestBegins() {
    boolean early = phase == Phase.IDLE;
    answered = false;
    enter(Phase.REQUEST);
    return early;
  }

  /**
   * Who takes over this socket, if the request is upgraded, writes first: the answer to the
   * handshake leaves in one packet with that. {@link #releaseHead} is to follow.
   */
  void keepHead() {
    awaitsFrame = true;
  }

  /** From now on the answer to the handshake is like all that is to be written. */
  void releaseHead() {
    keepsHead = false;
  }

  /** Sends it, unless it has left. What goes wrong is found by who reads next. */
  void sendHead() {
    try {
      if (hasDataToWrite()) {
        flush(true);
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "the answer to a handshake is not out", e);
    }
  }

  /** The application has done with the request, at least on this thread. */
  void requestEnds(boolean async, boolean upgraded) {
    keepsHead = upgraded && awaitsFrame;
    if (upgraded) {
      enter(Phase.UPGRADED);
    } else {
      enter(async && !answered ? Phase.ASYNC : Phase.IDLE);
    }
  }

  /** Whoever closes the socket may be another thread. */
  private synchronized void enter(Phase next) {
    if (phase == Phase.CLOSED) {
      return;
    }
    if (listed) {
      listed = false;
      limits.heads().remove(this);
    }
    since = System.nanoTime();
    phase = next;
  }

  /** Tomcat has nothing more to read now. */
  @Override
  public void registerReadInterest() {
    if (phase == Phase.HEAD) {
      list();
    }
    super.registerReadInterest();
  }

  private void list() {
    synchronized (this) {
      if (listed || phase != Phase.HEAD) {
        return;
      }
      listed = true;
    }
    limits.heads().add(this, getRemoteAddr());
  }

  /** Ends the connection as Tomcat does when its client has been silent for too long. */
  @Override
  public void cutOff() {
    setError(new SocketTimeoutException("too many heads that are not finished"));
    if (!getEndpoint().processSocket(this, SocketEvent.ERROR, true)) {
      close();
    }
  }

  @Override
  protected void doClose() {
    enter(Phase.CLOSED);
    super.doClose();
  }

  /** The client's address, as {@link IpAddress#countedAs} counts it. */
  String network() {
    String known = network;
    if (known == null) {
      String address = getRemoteAddr();
      known = address == null ? "" : IpAddress.countedAs(address);
      network = known;
    }
    return known;
  }

  /** Who takes in answers to pings. */
  void pongs(PongReader reader) {
    pongs = reader;
  }

  /**
   * Takes in what the client has sent if that is an answer to a ping and nothing else, and nobody
   * is with the socket. Called by the poller, which waits for nobody.
   *
   * @return whether there is nothing left to do
   */
  boolean takePong() {
    PongReader reader = pongs;
    if (reader == null || !getLock().tryLock()) {
      return false;
    }
    try {
      return reader.take(getSocketBufferHandler(), getSocket()) && pollsAgain();
    } catch (IOException e) { // whoever reads next finds it, too
      return false;
    } finally {
      getLock().unlock();
    }
  }

  /** As the poller does it for itself; whoever is not the poller has to wake it up. */
  private boolean pollsAgain() {
    updateLastRead();
    SelectionKey key = getSocket().getIOChannel().keyFor(getPoller().getSelector());
    key.interestOps(interestOps(key.interestOps() | SelectionKey.OP_READ));
    return true;
  }

  /** A thread takes in what the client has sent. Of frames not all at once: others wait, too. */
  void turnBegins() {
    turn = TURN;
  }

  /** What is not read now comes again when it is this client's turn. */
  private boolean isTurnOver() {
    return turn <= 0 && phase == Phase.UPGRADED && getSocketBufferHandler().isReadBufferEmpty();
  }

  @Override
  public int read(boolean block, byte[] bytes, int offset, int length) throws IOException {
    int read = super.read(false, bytes, offset, length);
    if (read == 0 && block) {
      long usual = getReadTimeout();
      setReadTimeout(beginToWait(left()));
      try {
        read = super.read(true, bytes, offset, length);
      } finally {
        endWaiting();
        setReadTimeout(usual);
      }
    }
    noteRead(read, block);
    return read;
  }

  @Override
  public int read(boolean block, ByteBuffer to) throws IOException {
    if (!block && isTurnOver()) {
      return 0;
    }
    int read = super.read(false, to);
    if (read == 0 && block) {
      long usual = getReadTimeout();
      setReadTimeout(beginToWait(left()));
      try {
        read = super.read(true, to);
      } finally {
        endWaiting();
        setReadTimeout(usual);
      }
    }
    turn -= read;
    noteRead(read, block);
    return read;
  }

  /** How long a thread may still wait for more of this request, in milliseconds. */
  private long left() {
    Duration all = phase == Phase.REQUEST ? limits.body() : limits.rest();
    return all.toMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
  }

  /** Of a head it is not enough that a byte comes now and then. Bodies are read as if blocking. */
  private void noteRead(int read, boolean block) throws SocketTimeoutException {
    if (read <= 0 || block) {
      return;
    }
    if (phase == Phase.IDLE) {
      enter(Phase.HEAD);
    } else if (phase == Phase.HEAD && System.nanoTime() - since > limits.head().toNanos()) {
      throw new SocketTimeoutException("the head of a request takes too long");
    }
  }

  /** What does not fit into the buffer leaves all the same. */
  @Override
  public boolean flush(boolean block) throws IOException {
    return !keepsHead && super.flush(block);
  }

  @Override
  protected void doWrite(boolean block, ByteBuffer buffer) throws IOException {
    noteWrite();
    if (block && previousIOException != null) {
      throw new IOException(previousIOException); // what was not written leaves a hole
    }
    super.doWrite(false, buffer);
    if (block && buffer.hasRemaining()) {
      waitAndWrite(buffer);
    }
  }

  private void waitAndWrite(ByteBuffer buffer) throws IOException {
    long usual = getWriteTimeout();
    try {
      setWriteTimeout(beginToWait(limits.write().toMillis()));
    } catch (SocketTimeoutException refused) {
      previousIOException = refused;
      throw refused;
    }
    try {
      super.doWrite(true, buffer);
    } finally {
      endWaiting();
      setWriteTimeout(usual);
    }
  }

  private void noteWrite() {
    if (phase == Phase.ASYNC) {
      enter(Phase.IDLE);
    } else {
      answered = true;
    }
  }

  /**
   * This thread is about to wait.
   *
   * @return how long it may, in milliseconds
   * @throws SocketTimeoutException when it may not
   */
  private long beginToWait(long millis) throws SocketTimeoutException {
    if (millis <= 0 || !EngineThreads.isOne() || !limits.threads().enter(getRemoteAddr())) {
      throw new SocketTimeoutException("a client that is not waited for");
    }
    return millis;
  }

  private void endWaiting() {
    limits.threads().leave(getRemoteAddr());
  }

  @Override
  public ServletConnection getServletConnection(String protocol, String protocolConnectionId) {
    return this;
  }

  @Override
  public String getConnectionId() {
    return super.getServletConnection(getProtocol(), getProtocolConnectionId()).getConnectionId();
  }

  @Override
  public String getProtocol() {
    return "http/1.1";
  }

  @Override
  public String getProtocolConnectionId() {
    return "";
  }

  @Override
  public boolean isSecure() {
    return false;
  }
}
