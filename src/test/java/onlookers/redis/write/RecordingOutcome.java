package onlookers.redis.write;

import java.util.List;
import java.util.function.Consumer;

/** Notes in words what became of a session that was to be resumed. */
record RecordingOutcome(Consumer<String> words, Consumer<Runnable> notifier, List<Ending> endings)
    implements ResumeOperation.Outcome {
  @Override
  public void resumed(boolean ours) {
    words.accept("" + ours);
  }

  @Override
  public void abandoned() {
    notifier.accept(() -> resumed(false));
  }

  @Override
  public void unconfirmed(Ending ending) {
    endings.add(ending);
  }
}
