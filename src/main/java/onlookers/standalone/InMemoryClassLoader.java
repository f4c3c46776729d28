package onlookers.standalone;

import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Loads classes and resources from memory, after its parent. */
public final class InMemoryClassLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  private final List<Map<String, Supplier<byte[]>>> jars;

  /**
   * A class path.
   *
   * @param name shown in stack traces
   * @param jars path within the jar → content, the first that has a path wins
   */
  public InMemoryClassLoader(
      String name, List<Map<String, Supplier<byte[]>>> jars, ClassLoader parent) {
    super(name, parent);
    this.jars = List.copyOf(jars);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    Supplier<byte[]> content = find(name.replace('.', '/') + ".class");
    if (content == null) {
      throw new ClassNotFoundException(name);
    }
    byte[] bytes = content.get();
    return defineClass(name, bytes, 0, bytes.length);
  }

  private @Nullable Supplier<byte[]> find(String path) {
    for (Map<String, Supplier<byte[]>> jar : jars) {
      Supplier<byte[]> content = jar.get(path);
      if (content != null) {
        return content;
      }
    }
    return null;
  }

  @Override
  protected @Nullable URL findResource(String path) {
    Supplier<byte[]> content = find(path);
    return content == null ? null : InMemoryUrl.of(path, content);
  }

  @Override
  protected Enumeration<URL> findResources(String path) {
    return Collections.enumeration(
        jars.stream()
            .map(jar -> jar.get(path))
            .filter(content -> content != null)
            .map(content -> InMemoryUrl.of(path, content))
            .toList());
  }
}
