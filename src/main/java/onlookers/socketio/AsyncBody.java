package onlookers.socketio;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import onlookers.http.AsyncResponse;
import onlookers.http.Response;
import onlookers.socketio.codec.EngineError;
import onlookers.socketio.engineio.Posting;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body without a thread that waits for it, and no more than it may hold. Most bodies come
 * together with the head of their request and are there already; the others are read as they come.
 */
final class AsyncBody implements ReadListener {
  private static final Response OK = new Response(200, "text/html", "ok");
  private static final int CHUNK = 4_096;

  private final HttpServletRequest request;
  private final ServletInputStream input;
  private final Posting posting;
  private final boolean binary;
  private final int maxPayload;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private @Nullable AsyncResponse waiting;

  AsyncBody(HttpServletRequest request, Posting posting, boolean binary, int maxPayload)
      throws IOException {
    this.request = request;
    this.input = request.getInputStream();
    this.posting = posting;
    this.binary = binary;
    this.maxPayload = maxPayload;
  }

  /**
   * Reads what is there; returns whether that is all. Of a body whose length is not given nothing
   * is read: there may be a part of the head of a chunk alone, and reading would wait for its rest.
   */
  boolean isHere() throws IOException {
    long length = request.getContentLengthLong();
    if (length < 0) {
      return false;
    }
    byte[] chunk = new byte[CHUNK];
    while (body.size() < length && input.available() > 0) {
      int read = input.read(chunk, 0, Math.min(CHUNK, input.available()));
      if (read <= 0) {
        return false;
      }
      body.write(chunk, 0, read);
    }
    return body.size() == length;
  }

  /**
   * Reads the rest as it comes, and answers then.
   *
   * @param maxWait how long that may take; then the session is lost
   */
  void await(Duration maxWait) throws IOException {
    waiting = new Waiting(request.startAsync(), maxWait);
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
      answer(deliver());
    }
  }

  @Override
  public void onAllDataRead() {
    if (body.size() < request.getContentLengthLong()) {
      onError(new EOFException());
    } else {
      answer(deliver());
    }
  }

  /** The client has broken off, or takes too long. */
  @Override
  public void onError(Throwable failure) {
    posting.close();
    answer(EngineResponse.of(EngineError.BAD_REQUEST));
  }

  private boolean isTooLong() {
    return body.size() > maxPayload;
  }

  private void answer(Response answer) {
    if (waiting != null) {
      waiting.answer(answer);
    }
  }

  /** Hands the body to its session; returns what the request is to be answered with. */
  Response deliver() {
    if (isTooLong()) {
      posting.overflow();
      return EngineResponse.of(EngineError.TOO_LARGE);
    }
    EngineError error = posting.deliver(binary, body.toByteArray());
    return error == null ? OK : EngineResponse.of(error);
  }

  /** The request while its body comes. */
  private final class Waiting extends AsyncResponse {
    Waiting(AsyncContext context, Duration maxWait) {
      super(context, maxWait, posting::close);
    }

    @Override
    protected void timedOut() {
      answer(EngineResponse.of(EngineError.BAD_REQUEST));
    }
  }
}
