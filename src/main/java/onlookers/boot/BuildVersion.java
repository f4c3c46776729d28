package onlookers.boot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;

/** Which version of the program this is. */
final class BuildVersion {
  private BuildVersion() {}

  /** As the build wrote it down; {@code unknown} without a build. */
  static String read() {
    try (InputStream text = BuildVersion.class.getResourceAsStream("version.txt")) {
      return text == null ? "unknown" : new String(text.readAllBytes(), UTF_8).strip();
    } catch (IOException e) {
      return "unknown";
    }
  }
}
