package onlookers.bench.load;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** The native wire: {@code ["viewing",post]}, {@code ["counts",post,viewers,views]}. */
public final class NativeDialect implements Dialect {
  private static final byte[] COUNTS = Digits.ascii("[\"counts\",\"");
  private static final byte[] SESSION = Digits.ascii("[\"session\",");

  private final String path;

  /**
   * A dialect.
   *
   * @param path of the endpoint, such as {@code /presence}
   */
  public NativeDialect(String path) {
    this.path = path;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public void opened(Reader reader) {
    reader.ready();
  }

  @Override
  public String viewing(String post) {
    return "[\"viewing\",\"" + post + "\"]";
  }

  @Override
  public void text(Reader reader, ByteBuf buffer, int start, int end) {
    if (Digits.startsWith(buffer, start, end, COUNTS)) {
      counts(reader, buffer, start + COUNTS.length, end);
    } else if (!Digits.startsWith(buffer, start, end, SESSION)) {
      reader.complain(buffer.toString(start, end - start, StandardCharsets.UTF_8));
    }
  }

  private static void counts(Reader reader, ByteBuf buffer, int post, int end) {
    if (!reader.isOn(buffer, post, end)) {
      return;
    }
    int viewers = Digits.find(buffer, post, end, ',') + 1;
    int views = Digits.find(buffer, viewers, end, ',') + 1;
    reader.pushed(Digits.at(buffer, viewers, end), Digits.at(buffer, views, end));
  }
}
