package onlookers.http;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/** The version of this program, as its WAR's manifest says it. */
public final class WarVersion {
  private static final String UNKNOWN = "unknown";

  private WarVersion() {}

  /** The version, or {@code unknown} where the server does not show the manifest. */
  public static String of(ServletContext context) {
    try (InputStream file = context.getResourceAsStream("/META-INF/MANIFEST.MF")) {
      Attributes main = file == null ? new Attributes() : new Manifest(file).getMainAttributes();
      return Objects.requireNonNullElse(
          main.getValue(Attributes.Name.IMPLEMENTATION_VERSION), UNKNOWN);
    } catch (IOException e) {
      return UNKNOWN;
    }
  }
}
