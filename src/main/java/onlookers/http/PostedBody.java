package onlookers.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import onlookers.protocol.socketio.EngineError;
import onlookers.websocket.engineio.EngineSession;

/** Reads a body as it comes, without a thread that waits for it, and no more than it may hold. */
final class PostedBody implements ReadListener {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int CHUNK = 4_096;

  private final ServletInputStream input;
  private final EngineSession session;
  private final boolean binary;
  private final int maxPayload;
  private final ParkedRequest answer;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  private PostedBody(
      ServletInputStream input,
      EngineSession session,
      boolean binary,
      int maxPayload,
      ParkedRequest answer) {
    this.input = input;
    this.session = session;
    this.binary = binary;
    this.maxPayload = maxPayload;
    this.answer = answer;
  }

  /** Reads the body of the request, hands it to the session and answers. */
  static void read(AsyncContext context, EngineSession session, boolean binary, int maxPayload)
      throws IOException {
    ServletInputStream input = context.getRequest().getInputStream();
    ParkedRequest answer = new ParkedRequest(context, PATIENCE);
    input.setReadListener(new PostedBody(input, session, binary, maxPayload, answer));
  }

  @Override
  public void onDataAvailable() throws IOException {
    byte[] chunk = new byte[CHUNK];
    while (body.size() <= maxPayload && input.isReady()) {
      int length = input.read(chunk);
      if (length < 0) {
        return;
      }
      body.write(chunk, 0, length);
    }
    if (body.size() > maxPayload) {
      session.overflow();
      answer.refuse(EngineError.TOO_LARGE);
    }
  }

  @Override
  public void onAllDataRead() {
    if (body.size() > maxPayload) {
      return;
    }
    EngineError error = session.post(binary, body.toByteArray());
    if (error == null) {
      answer.answer(new Answer(200, "text/html", "ok"));
    } else {
      answer.refuse(error);
    }
  }

  /** The client has broken off, or takes too long. */
  @Override
  public void onError(Throwable failure) {
    session.fail();
    answer.refuse(EngineError.BAD_REQUEST);
  }
}
