package onlookers.bench.load;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * Socket.IO 4 (Engine.IO 4) by WebSocket alone: {@code 42["viewing",post]} in, {@code
 * 42["viewers",post,n]} and {@code 42["views",post,n]} out.
 */
public final class SocketIoDialect implements Dialect {
  private static final byte[] VIEWERS = Digits.ascii("42[\"viewers\",\"");
  private static final byte[] VIEWS = Digits.ascii("42[\"views\",\"");

  @Override
  public String path() {
    return "/socket.io/?EIO=4&transport=websocket";
  }

  @Override
  public void opened(Reader reader) {
    // the server speaks first
  }

  @Override
  public String viewing(String post) {
    return "42[\"viewing\",\"" + post + "\"]";
  }

  @Override
  public void text(Reader reader, ByteBuf buffer, int start, int end) {
    if (Digits.startsWith(buffer, start, end, VIEWERS)) {
      int post = start + VIEWERS.length;
      if (reader.isOn(buffer, post, end)) {
        reader.pushed(number(buffer, post, end), reader.views());
      }
    } else if (Digits.startsWith(buffer, start, end, VIEWS)) {
      int post = start + VIEWS.length;
      if (reader.isOn(buffer, post, end)) {
        reader.pushed(reader.viewers(), number(buffer, post, end));
      }
    } else {
      control(reader, buffer, start, end);
    }
  }

  private static long number(ByteBuf buffer, int post, int end) {
    return Digits.at(buffer, Digits.find(buffer, post, end, ',') + 1, end);
  }

  /** Engine.IO: 0 open, 2 ping, 3 pong, 4 message; Socket.IO: 0 connect. */
  private static void control(Reader reader, ByteBuf buffer, int start, int end) {
    byte type = buffer.getByte(start);
    if (type == '0') {
      reader.say("40");
    } else if (type == '2') {
      reader.say("3");
    } else if (type == '4' && end - start > 1 && buffer.getByte(start + 1) == '0') {
      reader.ready();
    } else {
      reader.complain(buffer.toString(start, end - start, StandardCharsets.UTF_8));
    }
  }
}
