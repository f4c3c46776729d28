package onlookers.boot;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import onlookers.http.Routes;
import onlookers.socketio.EngineRoutes;

/**
 * Hands the servlet context to {@link Routes} and {@link EngineRoutes} while it still takes
 * servlets.
 */
@WebListener
public class RoutesListener implements ServletContextListener {
  @Override
  public void contextInitialized(ServletContextEvent event) {
    CDI<Object> cdi = CDI.current();
    cdi.select(Routes.class).get().register(event.getServletContext(), EngineRoutes.SOCKET_IO);
    cdi.select(EngineRoutes.class)
        .get()
        .register(event.getServletContext(), EngineRoutes.SOCKET_IO);
  }
}
