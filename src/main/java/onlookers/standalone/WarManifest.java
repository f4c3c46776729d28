package onlookers.standalone;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.function.Supplier;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/** What the manifest of the executable WAR says. */
final class WarManifest {
  private WarManifest() {}

  /**
   * The version of this program.
   *
   * @param files path in the WAR → content
   */
  static String version(Map<String, Supplier<byte[]>> files) {
    Supplier<byte[]> manifest = files.getOrDefault("META-INF/MANIFEST.MF", () -> new byte[0]);
    try (InputStream text = new ByteArrayInputStream(manifest.get())) {
      String version =
          new Manifest(text).getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
      return version == null ? "unknown" : version;
    } catch (IOException e) {
      return "unknown";
    }
  }
}
