package onlookers.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import onlookers.protocol.socketio.EngineError;
import onlookers.websocket.engineio.EngineSession;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body without a thread that waits for it, and no more than it may hold. Most bodies come
 * together with the head of their request and are there already; the others are read as they come.
 */
final class PostedBody implements ReadListener {
  private static final Answer OK = new Answer(200, "text/html", "ok");
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int CHUNK = 4_096;

  private final HttpServletRequest request;
  private final ServletInputStream input;
  private final EngineSession session;
  private final boolean binary;
  private final int maxPayload;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private @Nullable ParkedRequest waiting;

  PostedBody(HttpServletRequest request, EngineSession session, boolean binary, int maxPayload)
      throws IOException {
    this.request = request;
    this.input = request.getInputStream();
    this.session = session;
    this.binary = binary;
    this.maxPayload = maxPayload;
  }

  /** Reads what is there; answers whether that is all. */
  boolean isHere() throws IOException {
    try {
      return readWhatIsHere();
    } catch (IOException e) {
      session.fail(); // its client has broken off
      throw e;
    }
  }

  private boolean readWhatIsHere() throws IOException {
    byte[] chunk = new byte[CHUNK];
    while (!isTooLong() && input.available() > 0) {
      int length = input.read(chunk, 0, Math.min(CHUNK, input.available()));
      body.write(chunk, 0, Math.max(length, 0));
    }
    return isTooLong() || body.size() == request.getContentLengthLong();
  }

  /** Reads the rest as it comes, and answers then. */
  void await() throws IOException {
    AsyncContext context = request.startAsync();
    waiting = new ParkedRequest(context, PATIENCE);
    input.setReadListener(this);
  }

  @Override
  public void onDataAvailable() throws IOException {
    byte[] chunk = new byte[CHUNK];
    while (!isTooLong() && input.isReady()) {
      int length = input.read(chunk);
      if (length < 0) {
        return;
      }
      body.write(chunk, 0, length);
    }
    if (isTooLong()) {
      answer();
    }
  }

  @Override
  public void onAllDataRead() {
    if (!isTooLong()) {
      answer();
    }
  }

  /** The client has broken off, or takes too long. */
  @Override
  public void onError(Throwable failure) {
    session.fail();
    answer(Answer.of(EngineError.BAD_REQUEST));
  }

  private boolean isTooLong() {
    return body.size() > maxPayload;
  }

  private void answer() {
    answer(hand());
  }

  private void answer(Answer answer) {
    if (waiting != null) {
      waiting.answer(answer);
    }
  }

  /** Hands the body to its session; answers what the request is to be answered with. */
  Answer hand() {
    if (isTooLong()) {
      session.overflow();
      return Answer.of(EngineError.TOO_LARGE);
    }
    EngineError error = session.post(binary, body.toByteArray());
    return error == null ? OK : Answer.of(error);
  }
}
