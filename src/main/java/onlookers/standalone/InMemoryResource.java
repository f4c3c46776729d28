package onlookers.standalone;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URL;
import java.security.cert.Certificate;
import java.util.function.Supplier;
import java.util.jar.Manifest;
import org.apache.catalina.WebResourceRoot;
import org.apache.catalina.webresources.AbstractResource;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/** A file or a folder of the web application, without a file behind it. */
final class InMemoryResource extends AbstractResource {
  /** Ours are distinguished by their content, not by their time. */
  private static final long NO_TIME = 0;

  private static final byte[] NOTHING = {};

  private final Supplier<byte[]> content;
  private final boolean folder;

  private InMemoryResource(
      WebResourceRoot root, String path, Supplier<byte[]> content, boolean folder) {
    super(root, path);
    this.content = content;
    this.folder = folder;
  }

  static InMemoryResource file(WebResourceRoot root, String path, Supplier<byte[]> content) {
    return new InMemoryResource(root, path, content, false);
  }

  static InMemoryResource folder(WebResourceRoot root, String path) {
    return new InMemoryResource(root, path + "/", () -> NOTHING, true);
  }

  @Override
  public long getLastModified() {
    return NO_TIME;
  }

  @Override
  public long getCreation() {
    return NO_TIME;
  }

  @Override
  public boolean exists() {
    return true;
  }

  @Override
  public boolean isVirtual() {
    return false;
  }

  @Override
  public boolean isDirectory() {
    return folder;
  }

  @Override
  public boolean isFile() {
    return !folder;
  }

  @Override
  public boolean canRead() {
    return true;
  }

  @Override
  public boolean delete() {
    return false;
  }

  @Override
  public String getName() {
    String path = getWebappPath();
    String whole = folder ? path.substring(0, path.length() - 1) : path;
    return whole.substring(whole.lastIndexOf('/') + 1);
  }

  @Override
  public long getContentLength() {
    return folder ? -1 : content.get().length;
  }

  @Override
  public @Nullable String getCanonicalPath() {
    return null;
  }

  @Override
  public byte[] getContent() {
    return content.get();
  }

  @Override
  protected @Nullable InputStream doGetInputStream() {
    return folder ? null : new ByteArrayInputStream(content.get());
  }

  @Override
  public URL getURL() {
    return InMemoryUrl.of(getWebappPath(), content);
  }

  @Override
  public URL getCodeBase() {
    return getURL();
  }

  @Override
  public Certificate @Nullable [] getCertificates() {
    return null;
  }

  @Override
  public @Nullable Manifest getManifest() {
    return null;
  }

  @Override
  protected Log getLog() {
    return LogFactory.getLog(InMemoryResource.class);
  }
}
