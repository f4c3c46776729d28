package onlookers.http;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/** Registers servlets and filters with the container, each under the name of its class. */
final class ServletRegistrar {
  private static final String WELCOME = "index.html";

  private final ServletContext context;

  /**
   * @param context while it is being initialized
   */
  ServletRegistrar(ServletContext context) {
    this.context = context;
  }

  ServletRegistration.Dynamic servlet(Servlet servlet, String... paths) {
    ServletRegistration.Dynamic registration =
        context.addServlet(servlet.getClass().getSimpleName(), servlet);
    registration.addMapping(paths);
    return registration;
  }

  /**
   * Before all others ({@code false}): the container's WebSocket filter ends the chain for a
   * handshake.
   */
  void filter(String path, Filter filter) {
    FilterRegistration.Dynamic registration =
        context.addFilter(filter.getClass().getSimpleName(), filter);
    registration.setAsyncSupported(true);
    registration.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, path);
  }

  /** Each file of that folder of the WAR under its own name, the first also under the folder's. */
  void files(String folder) {
    Set<String> paths = Objects.requireNonNullElse(context.getResourcePaths(folder), Set.of());
    for (String path : paths) {
      if (!path.endsWith("/")) {
        ServletRegistration registration =
            context.addServlet(path, StaticFileServlet.of(context, path));
        registration.addMapping(path);
        if (path.equals(folder + WELCOME)) {
          registration.addMapping(folder.equals("/") ? "" : folder);
        }
      }
    }
  }
}
