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
    Map<String, String> entries = new TreeMap<>();
    try {
      Context environment = (Context) new InitialContext().lookup(ENVIRONMENT);
      NamingEnumeration<NameClassPair> names = environment.list("");
      while (names.hasMore()) {
        add(entries, environment, names.next().getName());
      }
    } catch (NamingException e) {
      // The normal case outside a server.
      return entries;
    }
    return entries;
  }

  /** Looks up what is ours only: looking up a foreign entry may open a data source. */
  private static void add(Map<String, String> entries, Context environment, String name) {
    if (name.startsWith("onlookers.")) {
      entries.put(name, value(environment, name));
    }
  }

  private static String value(Context environment, String name) {
    try {
      return String.valueOf(environment.lookup(name));
    } catch (NamingException e) {
      throw new SettingException(
          "JNDI entry "
              + Quoted.of(ENVIRONMENT + "/" + name)
              + " cannot be read; right is an"
              + " env-entry of type java.lang.String or java.lang.Integer");
    }
  }
}
