package onlookers.presence;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Sessions of other nodes that Redis is being asked for. A session is asked for or given up by one
 * at a time, so that the one is written before the other: what was just asked for is not ended
 * behind its asker's back.
 */
final class PendingResumes {
  @GuardedBy("this")
  private final Map<String, Resume> pending = new HashMap<>();

  /** One session that Redis is being asked for, by one or several. */
  private static final class Resume {
    int outstanding;
    boolean isContested;
  }

  /** Receives what became of a resume. */
  interface Answer {
    /**
     * Redis has answered, or was lost.
     *
     * @param alive whether the session is ours now
     * @param isContested whether somebody else here has asked for it meanwhile, and may have moved
     *     it
     */
    void resumed(boolean alive, boolean isContested);
  }

  /**
   * Asks for the session.
   *
   * @param request sends the question; what it is given is called once with whether the session is
   *     ours now
   */
  synchronized void begin(String session, Answer answer, Consumer<Consumer<Boolean>> request) {
    Resume resume = pending.computeIfAbsent(session, key -> new Resume());
    resume.isContested |= resume.outstanding > 0;
    resume.outstanding++;
    request.accept(alive -> answer.resumed(alive, end(session, resume)));
  }

  /** One of those who asked was answered; returns whether somebody else has asked, too. */
  private synchronized boolean end(String session, Resume resume) {
    if (--resume.outstanding == 0) {
      pending.remove(session);
    }
    return resume.isContested;
  }

  /** Does it, unless somebody has asked for the session. */
  synchronized void unlessPending(String session, Runnable work) {
    if (!pending.containsKey(session)) {
      work.run();
    }
  }
}
