package onlookers.boot.engine;

import java.lang.invoke.VarHandle;
import org.apache.catalina.connector.Request;
import org.apache.tomcat.util.net.SocketWrapperBase;

/** The way from a request to the socket that it came on. */
public final class RequestSocket {
  private final VarHandle hook;
  private final VarHandle socket;

  /**
   * @param hook the processor of a request
   * @param socket the socket of a processor
   */
  RequestSocket(VarHandle hook, VarHandle socket) {
    this.hook = hook;
    this.socket = socket;
  }

  SocketWrapperBase<?> of(Request request) {
    Object processor = hook.getVolatile(request.getCoyoteRequest());
    return (SocketWrapperBase<?>) socket.getVolatile(processor);
  }
}
