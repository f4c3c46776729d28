package onlookers.standalone;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.catalina.Context;
import org.apache.catalina.WebResourceSet;
import org.apache.catalina.webresources.StandardRoot;

/** The files of the web application, and the jars of its class path, without a file. */
public final class InMemoryResources extends StandardRoot {
  private static final String CLASSES = "/WEB-INF/classes";

  private final Map<String, Supplier<byte[]>> files;
  private final List<Map<String, Supplier<byte[]>>> libraries;

  /**
   * Not yet started.
   *
   * @param files path → content, all but the jars
   * @param libraries of each jar path → content
   */
  public InMemoryResources(
      Context context,
      Map<String, Supplier<byte[]>> files,
      List<Map<String, Supplier<byte[]>>> libraries) {
    super(context);
    this.files = files;
    this.libraries = libraries;
    setReadOnly(true);
    // Everything is in memory already.
    setCachingAllowed(false);
  }

  @Override
  protected WebResourceSet createMainResourceSet() {
    return new InMemoryResourceSet(this, "", files);
  }

  @Override
  protected void processWebInfLib() {
    for (Map<String, Supplier<byte[]>> library : libraries) {
      InMemoryResourceSet resources = new InMemoryResourceSet(this, CLASSES, library);
      resources.setClassLoaderOnly(true);
      addClassResources(resources);
    }
  }
}
