package onlookers.boot;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.util.Set;
import org.jboss.weld.environment.servlet.EnhancedListener;

/**
 * Starts the CDI container that the WAR carries, where the server has none (Tomcat). Weld would do
 * it by itself, but on Payara too, where it takes the server for a Tomcat and fails; web.xml's
 * empty {@code absolute-ordering} keeps Weld's own initializer quiet.
 */
public final class CdiBootstrap implements ServletContainerInitializer {
  @Override
  public void onStartup(Set<Class<?>> classes, ServletContext context) throws ServletException {
    DeploymentContext.enter(context);
    if (CDI.class.getClassLoader() == context.getClassLoader()) {
      new EnhancedListener().onStartup(classes, context);
    }
  }
}
