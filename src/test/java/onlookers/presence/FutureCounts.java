package onlookers.presence;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/** Counts that were asked for: there, or {@linkplain CancellationException abandoned}. */
public final class FutureCounts extends CompletableFuture<Counts> implements CountsCallback {
  @Override
  public void counts(Counts counts) {
    complete(counts);
  }

  @Override
  public void abandoned() {
    cancel(false);
  }
}
