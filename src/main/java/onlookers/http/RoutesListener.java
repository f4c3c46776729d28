package onlookers.http;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/** Hands the servlet context to {@link Routes} while it still takes servlets. */
@WebListener
public class RoutesListener implements ServletContextListener {
  @Override
  public void contextInitialized(ServletContextEvent event) {
    CDI.current().select(Routes.class).get().register(event.getServletContext());
  }
}
