package onlookers.websocket;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import onlookers.protocol.NativeCodec;
import onlookers.websocket.ClientAcceptor.ClientContext;
import org.jspecify.annotations.Nullable;

/** A client of a node, and the wire between them. It reads unless the test says otherwise. */
public final class TestClient implements Transport {
  final List<String> frames = new ArrayList<>();
  final List<String> closes = new ArrayList<>();
  int pings;

  /** What happens while its transport is about to be closed. */
  Runnable ending = () -> {};

  final ClientContext clientContext;
  private final InMemoryNode node;
  private boolean reads = true;
  private @Nullable Consumer<Boolean> underWay;

  public TestClient(InMemoryNode node) {
    this(node, "192.0.2.7");
  }

  public TestClient(InMemoryNode node, String address) {
    this.node = node;
    this.clientContext = node.acceptor.welcome(this, new NativeCodec(), address);
  }

  void says(String frame) {
    clientContext.clientSession().frame(frame);
  }

  public void views(String post) {
    says("[\"viewing\",\"" + post + "\"]");
  }

  /** The transport has ended, by a close frame or without. */
  void ends(boolean byCloseFrame) {
    node.acceptor.ended(clientContext, byCloseFrame);
  }

  /** From now on a frame is out when it is taken. */
  void stopsReading() {
    reads = false;
  }

  /** Reads again, and what waits first. */
  void readsOn() {
    reads = true;
    Consumer<Boolean> done = underWay;
    underWay = null;
    if (done != null) {
      done.accept(true);
    }
  }

  String last() {
    return frames.isEmpty() ? "" : frames.get(frames.size() - 1);
  }

  public String session() {
    return frames.get(0).replaceAll("\\[\"session\",\"|\"]", "");
  }

  @Override
  public boolean send(Frame frame, Consumer<Boolean> done) {
    frames.add(frame.text());
    if (!reads) {
      underWay = done;
    }
    return reads;
  }

  @Override
  public void ping() {
    pings++;
  }

  @Override
  public void ending(CloseStatus closeStatus) {
    ending.run();
  }

  @Override
  public void close(CloseStatus closeStatus) {
    closes.add(closeStatus.code() + " " + closeStatus.reason());
  }
}
