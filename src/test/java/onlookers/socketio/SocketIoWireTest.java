package onlookers.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.FilterRegistration;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import onlookers.config.Deployment;
import onlookers.config.Settings;
import onlookers.config.SettingsLoader;
import onlookers.config.Sources;
import onlookers.fixture.ManualScheduler;
import onlookers.http.FakeExchange;
import onlookers.websocket.ConnectionTools;
import onlookers.websocket.InMemoryNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a container is given at the start, and what the node then does with the wire. */
class SocketIoWireTest {
  private static final Settings SETTINGS =
      SettingsLoader.load(Sources.only(Map.of(), Deployment.SERVER)).settings();

  private final ManualScheduler time = new ManualScheduler();
  private final InMemoryNode node = new InMemoryNode(time, Map.of());
  private final SocketIoWire wire =
      new SocketIoWire(
          SETTINGS,
          node.acceptor,
          new ConnectionTools(node.nodeMetrics, time, Runnable::run, here -> true));
  private final List<String> calls = new ArrayList<>();
  private EngineServlet servlet;

  @BeforeEach
  void register() {
    wire.register(fake(ServletContext.class, this::context));
  }

  private interface Call {
    Object of(String method, Object[] arguments);
  }

  private static <T> T fake(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call.of(method.getName(), arguments)));
  }

  private Object context(String method, Object[] arguments) {
    return switch (method) {
      case "addFilter" -> fake(FilterRegistration.Dynamic.class, registration("filter"));
      case "addServlet" -> {
        servlet = (EngineServlet) (Servlet) arguments[1];
        yield fake(ServletRegistration.Dynamic.class, registration("servlet"));
      }
      case "getAttribute" -> fake(ServerContainer.class, this::container);
      default -> throw new AssertionError(method);
    };
  }

  private Call registration(String what) {
    return (method, arguments) -> {
      Object last = arguments[arguments.length - 1];
      Object value = last instanceof String[] paths ? Arrays.asList(paths) : last;
      calls.add(what + " " + method + " " + value);
      return null;
    };
  }

  private Object container(String method, Object[] arguments) {
    calls.add("socket " + ((ServerEndpointConfig) arguments[0]).getPath());
    return null;
  }

  private FakeExchange poll(String more) throws IOException {
    FakeExchange exchange = new FakeExchange("GET", "EIO=4&transport=polling" + more);
    servlet.service(exchange.request, exchange.response);
    return exchange;
  }

  private String handshake() throws IOException {
    return "&sid=" + poll("").text().split("\"", 5)[3];
  }

  @Test
  void itsPathIsOpenToPollsAndSocketsAndGuarded() {
    assertThat(wire.path()).isEqualTo("/socket.io");
    assertThat(calls)
        .containsExactlyInAnyOrder(
            "filter setAsyncSupported true",
            "filter addMappingForUrlPatterns [/socket.io/*]",
            "servlet setAsyncSupported true",
            "servlet addMapping [/socket.io/*]",
            "socket /socket.io",
            "socket /socket.io/");
  }

  @Test
  void onceItIsStartedWhoIsSilentForTooLongIsLost() throws IOException {
    wire.start();
    String silent = handshake();
    time.advance(Duration.ofMinutes(5));

    assertThat(poll(silent).text()).contains("Session ID unknown");
  }

  @Test
  void whenItIsClosedItsSessionsEndAndNobodyIsLetInAnyMore() throws IOException {
    FakeExchange waiting = poll(handshake());
    wire.close();
    time.runDue();

    assertThat(waiting.completions).isEqualTo(1);
    assertThat(poll("").status).isGreaterThanOrEqualTo(400);
  }
}
