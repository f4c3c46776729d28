package onlookers.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Everything that was given anywhere, in the order in which the places win. */
public final class Sources {
  private final List<Source> inOrder;
  private final Deployment deployment;

  /**
   * Plain maps, each with the names that its place uses; names of others in it are passed over.
   *
   * @param commandLine {@code session.ttl} → value, without the two dashes
   * @param systemProperties {@code onlookers.session.ttl} → value
   * @param environment {@code ONLOOKERS_SESSION_TTL} → value
   * @param jndi {@code onlookers.session.ttl} → value, names relative to {@code java:comp/env}
   * @param deployment decides the default of {@code redis.uri}
   */
  public Sources(
      Map<String, String> commandLine,
      Map<String, String> systemProperties,
      Map<String, String> environment,
      Map<String, String> jndi,
      Deployment deployment) {
    inOrder =
        List.of(
            new Source(Source.Kind.COMMAND_LINE, commandLine),
            new Source(Source.Kind.SYSTEM_PROPERTY, systemProperties),
            new Source(Source.Kind.ENVIRONMENT, environment),
            new Source(Source.Kind.JNDI, jndi));
    this.deployment = deployment;
  }

  /**
   * The command line, and this process's system properties, environment and JNDI entries as they
   * are now.
   *
   * @param commandLine {@code session.ttl} → value, without the two dashes
   */
  public static Sources of(Map<String, String> commandLine, Deployment deployment) {
    return new Sources(
        commandLine, systemProperties(), System.getenv(), JndiEntries.read(), deployment);
  }

  /** These values and no others, named as on the command line. */
  public static Sources only(Map<String, String> values, Deployment deployment) {
    return new Sources(values, Map.of(), Map.of(), Map.of(), deployment);
  }

  private static Map<String, String> systemProperties() {
    Map<String, String> values = new TreeMap<>();
    for (String name : System.getProperties().stringPropertyNames()) {
      String value = System.getProperty(name);
      if (value != null) {
        values.put(name, value);
      }
    }
    return values;
  }

  List<Source> inOrder() {
    return inOrder;
  }

  Deployment deployment() {
    return deployment;
  }
}
