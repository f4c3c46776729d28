package onlookers.config;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ContextEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JndiEntriesIT {
  private static final AtomicReference<Map<String, String>> SEEN = new AtomicReference<>(Map.of());

  @TempDir private Path folder;

  @Test
  void theEnvironmentEntriesOfAnApplicationAreRead() throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(folder.toString());
    tomcat.enableNaming();
    Context context = tomcat.addContext("", folder.toString());
    context
        .getNamingResources()
        .addEnvironment(entry("onlookers.session.ttl", "java.lang.Integer"));
    context.getNamingResources().addEnvironment(entry("onlookers.node.id", "java.lang.String"));
    context.getNamingResources().addEnvironment(entry("another", "java.lang.String"));
    context.addApplicationListener(Reader.class.getName());
    try {
      tomcat.start();
      assertThat(SEEN.get())
          .isEqualTo(Map.of("onlookers.session.ttl", "7", "onlookers.node.id", "7"));
    } finally {
      tomcat.stop();
      tomcat.destroy();
    }
  }

  private static ContextEnvironment entry(String name, String type) {
    ContextEnvironment entry = new ContextEnvironment();
    entry.setName(name);
    entry.setType(type);
    entry.setValue("7");
    return entry;
  }

  /** Reads while the application starts, as ours does. */
  public static class Reader implements ServletContextListener {
    @Override
    public void contextInitialized(ServletContextEvent event) {
      SEEN.set(JndiEntries.read());
    }
  }
}
