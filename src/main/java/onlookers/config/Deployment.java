package onlookers.config;

/** How the program was started: it decides the default of {@code redis.uri}. */
public enum Deployment {
  /** {@code java -jar onlookers.war}: Redis comes with it, {@code embedded}. */
  EXECUTABLE,
  /** A WAR in Tomcat or Payara: {@code redis://localhost:6379}. */
  SERVER
}
