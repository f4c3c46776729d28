package onlookers.http;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Objects;

/**
 * One file of the WAR, kept in memory. Browsers ask each time whether theirs is still the newest
 * ({@code Cache-Control: no-cache}), and are answered by the content (RFC 9110, 8.8.3) and not by
 * its time: every file of a build has the same time, and a server's own tag is made of that and the
 * length.
 */
final class StaticFileServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** Of the digest, as characters of base64url: 128 bits. */
  private static final int TAG_LENGTH = 22;

  private final String contentType;
  private final transient byte[] content;
  private final String tag;

  /**
   * Serves a content.
   *
   * @param contentType its media type; a text is in UTF-8
   * @param content whole, some KB
   */
  StaticFileServlet(String contentType, byte[] content) {
    this.contentType = isText(contentType) ? contentType + ";charset=UTF-8" : contentType;
    this.content = content.clone();
    // Weak: a server or a proxy may compress the content without asking us.
    tag = "W/\"" + digest(content).substring(0, TAG_LENGTH) + '"';
  }

  /** Servers differ in what they call JavaScript. */
  private static boolean isText(String contentType) {
    return contentType.startsWith("text/") || contentType.endsWith("/javascript");
  }

  /** Reads a file of the WAR, whose path begins with a slash. */
  static StaticFileServlet of(ServletContext context, String path) {
    String type = Objects.requireNonNullElse(context.getMimeType(path), "application/octet-stream");
    try (InputStream file = context.getResourceAsStream(path)) {
      return new StaticFileServlet(type, Objects.requireNonNull(file, path).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    }
  }

  /** Servlets answer other methods with pages of the server's own, some of them with 501. */
  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String method = request.getMethod();
    if (method.equals("GET") || method.equals("HEAD")) {
      super.service(request, response);
    } else {
      ReadOnlyServlet.answerOther(method, response);
    }
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Cache-Control", "no-cache");
    response.setHeader("ETag", tag);
    if (isKnown(request)) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    response.setContentType(contentType);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setContentLength(content.length);
    ReadOnlyServlet.write(content, response);
  }

  /** RFC 9110, 13.1.2: weak comparison, with any tag of any such header. */
  private boolean isKnown(HttpServletRequest request) {
    return Collections.list(request.getHeaders("If-None-Match")).stream()
        .flatMap(header -> Arrays.stream(header.split(",")))
        .map(String::strip)
        .anyMatch(known -> known.equals("*") || opaque(known).equals(opaque(tag)));
  }

  private static String opaque(String entityTag) {
    return entityTag.startsWith("W/") ? entityTag.substring(2) : entityTag;
  }

  private static String digest(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return Base64.getUrlEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has it", e);
    }
  }
}
