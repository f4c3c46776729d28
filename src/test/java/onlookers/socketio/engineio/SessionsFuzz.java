package onlookers.socketio.engineio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import onlookers.socketio.codec.EnginePacket;

/**
 * One client's polls, posts and sockets in any order. Each line is a deed: a letter, and what goes
 * with it.
 */
class SessionsFuzz {
  private static final int MOST_DEEDS = 100;

  /** Longer than any ping, timeout and last word. */
  private static final Duration FOREVER = Duration.ofMinutes(10);

  @FuzzTest(maxDuration = "1m")
  void everySessionEndsOnceAndEveryPollIsAnsweredOnce(byte[] data) {
    Client client = new Client();
    String[] deeds = new String(data, UTF_8).split("\n", -1);
    for (int i = 0; i < Math.min(deeds.length, MOST_DEEDS); i++) {
      client.act(deeds[i]);
    }
    client.leaveAndBeForgotten();
  }

  private static final class Client extends EngineFixture {
    private final List<RecordingPoll> polls = new ArrayList<>();
    private final List<EngineSession> sessions = new ArrayList<>();
    private Posting posting;
    private int received;

    Client() {
      engine.start();
    }

    void act(String deed) {
      String more = deed.isEmpty() ? "" : deed.substring(1);
      switch (deed.isEmpty() ? ' ' : deed.charAt(0)) {
        case 'b' -> ask("EIO=4&transport=polling");
        case 'o' -> ask("EIO=3&transport=polling");
        case 'w' -> open("EIO=4&transport=websocket");
        case 'v' -> open("EIO=3&transport=websocket");
        case 'f' -> application.full = !application.full;
        case 't' -> clock.advance(Duration.ofSeconds(more.length()));
        default -> actWithin(deed, more);
      }
    }

    /** Only who has a session does these. */
    private void actWithin(String deed, String more) {
      EngineSession session = application.session;
      if (session == null) {
        return;
      }
      switch (deed.isEmpty() ? ' ' : deed.charAt(0)) {
        case 'p' -> polls.add(poll());
        case 'P' -> begin(session);
        case 'd' -> deliver(more);
        case 'x' -> overflow();
        case 'c' -> abort();
        case 'u' -> engine.connect(query(known().replace("polling", "websocket")), "", socket);
        case 'h' -> hearText(session, more);
        case 'y' -> session.receive(socket, EnginePacket.message(more.getBytes(UTF_8)));
        case 's' -> session.send("4" + more, ok -> received++);
        case 'S' -> session.send(more.getBytes(UTF_8));
        case 'e' -> session.close(List.of("41"), 1000, "");
        case 'l' -> session.closed(socket, more.isEmpty());
        case 'r' -> channel.reading = !channel.reading;
        default -> {}
      }
    }

    private void ask(String query) {
      remember(() -> polls.add(poll(query)));
    }

    private void open(String query) {
      remember(() -> engine.connect(query(query), "", socket));
    }

    private void remember(Runnable beginning) {
      EngineSession before = application.session;
      beginning.run();
      if (application.session != before && !application.full) {
        sessions.add(application.session);
      }
    }

    private void begin(EngineSession session) {
      posting = session.beginPost();
    }

    private void deliver(String body) {
      if (posting != null) {
        posting.deliver(false, body.replace('|', '\u001e').getBytes(UTF_8));
      }
    }

    private void overflow() {
      if (posting != null) {
        posting.overflow();
      }
    }

    private void abort() {
      if (posting != null) {
        posting.close();
      }
    }

    private void hearText(EngineSession session, String text) {
      if (!text.isEmpty()) {
        session.receive(socket, EnginePacket.text(text));
      }
    }

    /** A client that is silent is forgotten, whatever was done before. */
    void leaveAndBeForgotten() {
      abort();
      clock.advance(FOREVER);
      assertThat(polls).allMatch(poll -> poll.answer != null);
      assertThat(sessions).allMatch(EngineSession::hasEnded);
      assertThat(application.received.stream().filter(word -> word.matches("closed|lost")).count())
          .isGreaterThanOrEqualTo(sessions.size());
      assertThat(clock.waiting()).as("not even a beat waits for its time").isZero();
    }
  }
}
