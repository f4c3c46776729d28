package onlookers.standalone;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.catalina.WebResource;
import org.apache.catalina.WebResourceRoot;
import org.apache.catalina.webresources.EmptyResource;
import org.apache.catalina.webresources.EmptyResourceSet;

/** The files of one archive, mounted somewhere in the web application. */
final class InMemoryResourceSet extends EmptyResourceSet {
  private final WebResourceRoot resources;

  /** Path in the web application → content. */
  private final Map<String, Supplier<byte[]>> files = new HashMap<>();

  /** Path in the web application, without a slash at its end → names in it, folders with one. */
  private final Map<String, Set<String>> folders = new HashMap<>();

  /**
   * A set.
   *
   * @param mount a path without a slash at its end, empty for the root
   * @param archive path below it → content
   */
  InMemoryResourceSet(
      WebResourceRoot resources, String mount, Map<String, Supplier<byte[]>> archive) {
    super(resources);
    this.resources = resources;
    archive.forEach((path, content) -> add(mount + "/" + path, content));
  }

  private void add(String path, Supplier<byte[]> content) {
    files.put(path, content);
    String name = path;
    for (int slash = path.lastIndexOf('/'); slash >= 0; slash = path.lastIndexOf('/', slash - 1)) {
      String folder = path.substring(0, slash);
      boolean known = folders.containsKey(folder);
      folders
          .computeIfAbsent(folder, created -> new LinkedHashSet<>())
          .add(name.substring(slash + 1));
      if (known || slash == 0) {
        return;
      }
      name = folder + "/";
    }
  }

  @Override
  public WebResource getResource(String path) {
    String key = key(path);
    Supplier<byte[]> content = files.get(key);
    if (content != null && !path.endsWith("/")) {
      return InMemoryResource.file(resources, key, content);
    }
    return folders.containsKey(key)
        ? InMemoryResource.folder(resources, key)
        : new EmptyResource(resources, path);
  }

  private static String key(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  @Override
  public String[] list(String path) {
    return folders.getOrDefault(key(path), Set.of()).stream()
        .map(InMemoryResourceSet::key)
        .toArray(String[]::new);
  }

  @Override
  public Set<String> listWebAppPaths(String path) {
    String key = key(path);
    Set<String> paths = new LinkedHashSet<>();
    folders.getOrDefault(key, Set.of()).forEach(name -> paths.add(key + "/" + name));
    return paths;
  }
}
