package onlookers.standalone.engine;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import onlookers.standalone.engine.FairTasks.ClientTask;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketProcessorBase;
import org.apache.tomcat.util.net.SocketWrapperBase;

/** Tomcat's HTTP/1.1 over NIO, each of whose sockets is an {@link EngineSocket}. */
public final class EngineProtocol extends Http11NioProtocol {
  private static final System.Logger LOG = System.getLogger(EngineProtocol.class.getName());

  /**
   * Bytes that the network keeps for one client; the system takes it twice. What is fetched here
   * fits into it, so that no thread waits while it is read; and a client that reads nothing does
   * not get the megabytes that the system would come to give it.
   */
  private static final int SEND_BUFFER = 65_536;

  /**
   * Milliseconds after which the poller looks at all sockets again, for one that has been silent
   * for too long, which no WebSocket ever is. By default each second; of thousands of sockets that
   * costs more than all that they send, as none of them is in the processor's cache.
   */
  private static final int TIMEOUT_INTERVAL = 5_000;

  /** With the limits of the executable WAR. */
  public EngineProtocol() {
    this(SocketLimits.usual(), TIMEOUT_INTERVAL);
  }

  /**
   * @param timeoutInterval milliseconds, up to which it may also last until a socket that was cut
   *     off takes nothing more
   */
  EngineProtocol(SocketLimits limits, int timeoutInterval) {
    super(new Endpoint(limits));
    getEndpoint().getSocketProperties().setTxBufSize(SEND_BUFFER);
    getEndpoint().getSocketProperties().setTimeoutInterval(timeoutInterval);
    setSelectorTimeout(timeoutInterval);
  }

  /**
   * As in Tomcat, but without sockets that were upgraded: it would look at all of them each second,
   * for a timeout that they do not have.
   */
  @Override
  public void addWaitingProcessor(Processor processor) {
    if (!processor.isUpgrade()) {
      super.addWaitingProcessor(processor);
    }
  }

  private static final class Endpoint extends NioEndpoint {
    private final SocketLimits limits;

    Endpoint(SocketLimits limits) {
      this.limits = limits;
    }

    /** As in Tomcat, but for the class of the socket, and that nothing is used again. */
    @Override
    protected boolean setSocketOptions(SocketChannel socket) {
      try {
        EngineSocket wrapper = register(socket);
        socket.configureBlocking(false);
        socketProperties.setProperties(socket.socket());
        getPoller().register(wrapper);
        return true;
      } catch (Throwable e) {
        LOG.log(System.Logger.Level.DEBUG, "a socket that is closed already", e);
        if (!connections.containsKey(socket)) {
          destroySocket(socket);
        }
        return false; // whoever has accepted it closes it
      }
    }

    /** As in Tomcat, but for an answer to a ping, for which no other thread is woken. */
    @Override
    public boolean processSocket(
        SocketWrapperBase<NioChannel> wrapper, SocketEvent event, boolean dispatch) {
      return (event == SocketEvent.OPEN_READ && isPoller() && isPong(wrapper))
          || super.processSocket(wrapper, event, dispatch);
    }

    private static boolean isPong(SocketWrapperBase<NioChannel> wrapper) {
      return wrapper instanceof EngineSocket socket && socket.takePong();
    }

    /** Tomcat names its thread so. */
    private static boolean isPoller() {
      return Thread.currentThread().getName().endsWith("-Poller");
    }

    /** As in Tomcat, but that each client has its turn. */
    @Override
    protected SocketProcessorBase<NioChannel> createSocketProcessor(
        SocketWrapperBase<NioChannel> socket, SocketEvent event) {
      return new Turn(socket, event);
    }

    /** One client's turn. Tomcat uses it again, for others. */
    private final class Turn extends SocketProcessor implements ClientTask {
      Turn(SocketWrapperBase<NioChannel> socket, SocketEvent event) {
        super(socket, event);
      }

      @Override
      public String network() {
        return socketWrapper instanceof EngineSocket socket ? socket.network() : "";
      }

      @Override
      protected void doRun() {
        if (socketWrapper instanceof EngineSocket socket) {
          socket.turnBegins();
        }
        super.doRun();
      }
    }

    private EngineSocket register(SocketChannel socket) throws IOException {
      NioChannel channel =
          new NioChannel(
              new SocketBufferHandler(
                  socketProperties.getAppReadBufSize(),
                  socketProperties.getAppWriteBufSize(),
                  socketProperties.getDirectBuffer()));
      EngineSocket wrapper = new EngineSocket(channel, this, limits);
      channel.reset(socket, wrapper);
      connections.put(socket, wrapper);
      wrapper.setReadTimeout(getConnectionTimeout());
      wrapper.setWriteTimeout(getConnectionTimeout());
      wrapper.setKeepAliveLeft(getMaxKeepAliveRequests());
      return wrapper;
    }
  }
}
