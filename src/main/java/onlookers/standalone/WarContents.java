package onlookers.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * This WAR, read once at start and held in memory, 11 MB: a program that has started needs neither
 * the file, which an update may replace, nor copies of what is in it, which anything that tidies up
 * temporary files would take away under it. Only what is large, the binaries of Redis, is read when
 * it is asked for, at start.
 */
public final class WarContents {
  private static final String ENGINE = "WEB-INF/engine/";
  private static final String LIBRARIES = "WEB-INF/lib/";
  private static final String CLASSES = "WEB-INF/classes/";

  /** In bytes; a larger file is not held. */
  private static final long LARGE = 1_048_576;

  private final List<Map<String, Supplier<byte[]>>> engine = new ArrayList<>();
  private final List<Map<String, Supplier<byte[]>>> libraries = new ArrayList<>();
  private final Map<String, Supplier<byte[]>> files = new LinkedHashMap<>();

  private WarContents() {}

  /**
   * Reads the file.
   *
   * @throws IOException when it cannot be read
   */
  public static WarContents read(Path war) throws IOException {
    WarContents contents = new WarContents();
    try (ZipFile zip = new ZipFile(war.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (!entry.isDirectory()) {
          contents.add(war, zip, entry);
        }
      }
    }
    return contents;
  }

  private void add(Path war, ZipFile zip, ZipEntry entry) throws IOException {
    String name = entry.getName();
    if (name.startsWith(ENGINE)) {
      engine.add(InMemoryJar.files(bytes(zip, entry)));
    } else if (name.startsWith(LIBRARIES)) {
      libraries.add(InMemoryJar.files(bytes(zip, entry)));
    } else if (entry.getSize() > LARGE) {
      files.put(name, () -> reread(war, name));
    } else {
      byte[] content = bytes(zip, entry);
      files.put(name, content::clone);
    }
  }

  private static byte[] reread(Path war, String name) {
    try (ZipFile zip = new ZipFile(war.toFile())) {
      ZipEntry entry = zip.getEntry(name);
      if (entry == null) {
        throw new IOException(name + " is no longer in " + war);
      }
      return bytes(zip, entry);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream content = zip.getInputStream(entry)) {
      return content.readAllBytes();
    }
  }

  /** The jars of the server: path → content. */
  public List<Map<String, Supplier<byte[]>>> engine() {
    return engine;
  }

  /** The jars of the web application: path → content. */
  public List<Map<String, Supplier<byte[]>>> libraries() {
    return libraries;
  }

  /** All that is in no jar: path → content. */
  public Map<String, Supplier<byte[]>> files() {
    return files;
  }

  /** The web application's own classes and their resources, of {@link #files()}. */
  public Map<String, Supplier<byte[]>> classes() {
    Map<String, Supplier<byte[]>> classes = new LinkedHashMap<>();
    files.forEach(
        (path, content) -> {
          if (path.startsWith(CLASSES)) {
            classes.put(path.substring(CLASSES.length()), content);
          }
        });
    return classes;
  }
}
