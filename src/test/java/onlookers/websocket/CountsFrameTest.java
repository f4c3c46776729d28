package onlookers.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import onlookers.presence.Counts;
import onlookers.presence.Post;
import onlookers.presence.Refusal;
import onlookers.protocol.Change;
import onlookers.protocol.ClientEvent;
import onlookers.protocol.Codec;
import onlookers.runtime.NodeMetrics;
import org.junit.jupiter.api.Test;

/** Counts are spelled once for everyone, and each receives what is news to them. */
class CountsFrameTest {
  private static final Post POST = new Post("13");

  private final List<String> spelled = new ArrayList<>();
  private final Codec codec = new SpellingCodec("one");
  private final Codec other = new SpellingCodec("other");
  private final List<String> sent = new ArrayList<>();

  private Subscription subscription(Codec encoding) {
    Transport wire =
        new Transport() {
          @Override
          public boolean send(Frame frame, Consumer<Boolean> done) {
            return sent.add(frame.text());
          }

          @Override
          public void ping() {}

          @Override
          public void close(CloseStatus closeStatus) {}
        };
    Subscription subscription =
        new Subscription(new Outbox(wire, encoding, new NodeMetrics(), () -> {}));
    subscription.startOver(); // what it was to wait for has come
    return subscription;
  }

  private static CountsFrame counts(long viewers, long views) {
    return new CountsFrame(POST, new Counts(viewers, views));
  }

  @Test
  void countsAreSpelledOnceForAllOfOneCodec() {
    CountsFrame frame = counts(3, 7);
    for (int i = 0; i < 5; i++) {
      subscription(codec).publish(frame);
      subscription(other).publish(frame);
    }

    assertThat(spelled).containsExactly("one BOTH 3/7", "other BOTH 3/7");
    assertThat(sent).hasSize(10);
  }

  @Test
  void eachKindOfNewsIsSpelledForItself() {
    Subscription knowsViewers = subscription(codec);
    Subscription knowsViews = subscription(codec);
    knowsViewers.publish(counts(3, 6));
    knowsViews.publish(counts(2, 7));
    spelled.clear();
    CountsFrame frame = counts(3, 7);

    for (Subscription subscription :
        List.of(knowsViewers, knowsViews, subscription(codec), subscription(codec))) {
      subscription.publish(frame);
    }

    assertThat(spelled).containsExactly("one VIEWS 3/7", "one VIEWERS 3/7", "one BOTH 3/7");
  }

  @Test
  void whatIsNewsDependsOnWhatWasReceivedLast() {
    Subscription subscription = subscription(codec);
    subscription.publish(counts(0, 0));
    subscription.publish(counts(1, 0));
    subscription.publish(counts(1, 1));
    subscription.publish(counts(1, 1));
    subscription.publish(counts(2, 2));
    subscription.publish(counts(1, 2));

    assertThat(sent)
        .containsExactly(
            "one BOTH 0/0", "one VIEWERS 1/0", "one VIEWS 1/1", "one BOTH 2/2", "one VIEWERS 1/2");
  }

  @Test
  void theSiteIsSpelledOnceForAllWhoHearItFirst() {
    CountsFrame frame = CountsFrame.online(7);
    for (int i = 0; i < 3; i++) {
      subscription(codec).publish(frame);
    }

    assertThat(sent).containsExactly("one 7", "one 7", "one 7");
    assertThat(spelled).containsExactly("one 7");
  }

  private final class SpellingCodec implements Codec {
    private final String name;

    SpellingCodec(String name) {
      this.name = name;
    }

    @Override
    public boolean isAlive(String frame) {
      return false;
    }

    @Override
    public String alive() {
      return "";
    }

    @Override
    public String counts(Post post, Counts counts, Change change) {
      String text = name + " " + change + " " + counts.viewers() + "/" + counts.views();
      spelled.add(text);
      return text;
    }

    @Override
    public String online(long viewers) {
      String text = name + " " + viewers;
      spelled.add(text);
      return text;
    }

    @Override
    public ClientEvent decode(String frame) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String session(String id) {
      return id;
    }

    @Override
    public String degraded(boolean degraded) {
      return "";
    }

    @Override
    public String error(Refusal refusal, String message) {
      return message;
    }
  }
}
