package onlookers.config;

import java.util.Map;
import java.util.TreeMap;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NameClassPair;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;

/** The environment entries of the web application (Jakarta EE platform, naming environment). */
@SuppressWarnings("BanJNDI") // the names are the server's own; nothing here comes from a client
final class JndiEntries {
  private static final String ENVIRONMENT = "java:comp/env";

  private JndiEntries() {}

  /**
   * Every entry named {@code onlookers.…}; nothing where there is no naming service or no
   * environment.
   */
  static Map<String, String> read() {
    try {
      return read((Context) new InitialContext().lookup(ENVIRONMENT));
    } catch (NamingException e) {
      // The normal case outside a server.
      return Map.of();
    }
  }

  static Map<String, String> read(Context environment) throws NamingException {
    Map<String, String> entries = new TreeMap<>();
    NamingEnumeration<NameClassPair> listed = environment.list("");
    while (listed.hasMore()) {
      // Tomcat lists "onlookers.x", Payara "java:comp/env/onlookers.x".
      String path = listed.next().getName();
      String name = path.substring(path.lastIndexOf('/') + 1);
      // What is not ours is not looked up: that may open a data source.
      if (name.startsWith("onlookers.")) {
        entries.put(name, value(environment, name));
      }
    }
    return entries;
  }

  private static String value(Context environment, String name) {
    try {
      return String.valueOf(environment.lookup(name));
    } catch (NamingException e) {
      throw new SettingException(
          "JNDI entry "
              + LogSafe.of(ENVIRONMENT + "/" + name)
              + " cannot be read; right is an"
              + " env-entry of type java.lang.String or java.lang.Integer");
    }
  }
}
