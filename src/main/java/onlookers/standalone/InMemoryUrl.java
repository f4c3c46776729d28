package onlookers.standalone;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.net.URLStreamHandlerFactory;
import java.util.function.Supplier;

/**
 * URLs of what is in memory. Whoever holds one can open it; where only its text is handed on,
 * {@link #handlers} finds the resource again.
 */
public final class InMemoryUrl {
  private static final String PROTOCOL = "onlookers-memory";

  private InMemoryUrl() {}

  /**
   * A URL.
   *
   * @param path shown in it
   * @param content what is read from it
   */
  public static URL of(String path, Supplier<byte[]> content) {
    try {
      return new URL(PROTOCOL, "", -1, path.startsWith("/") ? path : "/" + path, open(content));
    } catch (MalformedURLException e) {
      throw new AssertionError("it has a handler", e);
    }
  }

  /**
   * Handlers for URLs that are made from a text, as XML parsers do with that of a DTD.
   *
   * @param loader where the resource is looked for, by its path
   */
  public static URLStreamHandlerFactory handlers(ClassLoader loader) {
    return protocol -> protocol.equals(PROTOCOL) ? open(loader) : null;
  }

  private static URLStreamHandler open(ClassLoader loader) {
    return new URLStreamHandler() {
      @Override
      protected URLConnection openConnection(URL url) throws IOException {
        URL resource = loader.getResource(url.getPath().substring(1));
        if (resource == null) {
          throw new FileNotFoundException(url.toString());
        }
        return resource.openConnection();
      }
    };
  }

  private static URLStreamHandler open(Supplier<byte[]> content) {
    return new URLStreamHandler() {
      @Override
      protected URLConnection openConnection(URL url) {
        return new Connection(url, content);
      }
    };
  }

  private static final class Connection extends URLConnection {
    private final Supplier<byte[]> content;

    Connection(URL url, Supplier<byte[]> content) {
      super(url);
      this.content = content;
    }

    @Override
    public void connect() {
      connected = true;
    }

    @Override
    public InputStream getInputStream() {
      return new ByteArrayInputStream(content.get());
    }
  }
}
