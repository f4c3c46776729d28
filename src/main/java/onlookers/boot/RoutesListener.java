package onlookers.boot;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.util.List;
import onlookers.http.Routes;
import onlookers.http.WireModule;

/**
 * Hands the servlet context to {@link Routes} and to each {@link WireModule} while it still takes
 * servlets.
 */
@WebListener
public class RoutesListener implements ServletContextListener {
  @Override
  public void contextInitialized(ServletContextEvent event) {
    ServletContext context = event.getServletContext();
    CDI<Object> cdi = CDI.current();
    List<WireModule> wires = cdi.select(WireModule.class).stream().toList();
    String[] paths = wires.stream().map(WireModule::path).toArray(String[]::new);
    cdi.select(Routes.class).get().register(context, paths);
    wires.forEach(wire -> wire.register(context));
  }
}
