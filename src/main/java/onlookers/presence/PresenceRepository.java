package onlookers.presence;

import java.util.Map;
import java.util.function.Consumer;

/**
 * What is written down. The writing half neither blocks nor throws: it queues, in the order of the
 * calls, and whoever asked is called back on the one thread that also notifies readers. Each call
 * is carried out or abandoned, exactly one of them, whatever fails. While Redis is out of reach
 * nothing is queued but views; the sessions are written again by {@link SessionSource#rewriteAll()}
 * when it is back, which follows everything that was abandoned.
 */
public interface PresenceRepository extends CountsReader {
  /**
   * Writes that the session views the post, and moves it there from wherever it was. Also renews
   * it.
   *
   * @param viewing who views what
   * @param kind whether a view is added, and whether an owner other than this node is accepted
   * @param failure receives why it could not be written; not called when it was, nor while Redis is
   *     out of reach
   */
  void view(Viewing viewing, Kind kind, Consumer<WriteFailure> failure);

  /**
   * Takes over a session, viewing or parked, from whichever node owns it and moves it to the post,
   * which adds a view only if it was on another one.
   *
   * @param viewing the session to be taken over, and the post that it shows now
   * @param done called once: whether the session was alive and is ours now; {@code false} also
   *     while Redis is out of reach
   */
  void resume(Viewing viewing, Consumer<Boolean> done);

  /**
   * Writes that the session views nothing, but lives on this node, unless another one owns it: it
   * can be resumed elsewhere. Also renews that.
   *
   * @param viewing what it would view: the page load is not counted anew wherever it goes
   * @param takenOver runs when another node owns it by now
   */
  void park(Viewing viewing, Runnable takenOver);

  /**
   * Ends the session, unless another node owns it.
   *
   * @param session the session
   * @param post where this node last saw it
   * @param resumed whether it was taken over from another node, which must not write it again when
   *     it wakes up
   * @param takenOver runs when another node owns it by now
   */
  void leave(String session, Post post, boolean resumed, Runnable takenOver);

  /**
   * Reads the counts after all that was queued before. Several calls may be answered by one read.
   */
  void read(Post post, CountsCallback reader);

  /**
   * The same for several posts, which whoever asks for one post need not wait for.
   *
   * @param readers who asks, by post
   */
  void readAll(Map<Post, ? extends CountsCallback> readers);

  /**
   * Whoever asked for the counts has gone: a question that is not on its way yet is not answered
   * any more. So what one socket has outstanding is bounded by what it listens to.
   *
   * @param readers who asked, by post
   */
  void forget(Map<Post, ? extends CountsCallback> readers);

  /**
   * Somebody here listens to the post from now on: its changes are to be announced by {@link
   * CountsListener#changed}, and once when that begins. Called with a lock held, in the order in
   * which listeners come and go: returns at once, and does not throw.
   */
  void follow(Post post);

  /** Nobody here listens to the post any more. As {@link #follow}. */
  void unfollow(Post post);

  /** Views of the post that were taken here and are not known to be written yet. */
  long pendingViews(Post post);

  /** Why a session could not be written. */
  enum WriteFailure {
    /** Another node owns it: it is not ours any more. */
    TAKEN_OVER,
    /** Redis refused the command, because a key holds something else than the schema says. */
    REFUSED
  }

  /** What a session's arrival at a post means. */
  enum Kind {
    /**
     * An arrival of a session whose id this node has just made, and which was never given to be
     * written: nobody else can know it, so that nobody need be asked whose it is.
     */
    FIRST,
    /** Seen at another post before, or nowhere: adds one view. */
    ARRIVAL,
    /** Seen at this post before: renews, and adds no view. */
    RENEWAL,
    /** As a renewal, but taken back from the node that owns it by now. */
    RECLAIM,
    /** As an arrival, but taken back likewise. */
    RECLAIMING_ARRIVAL;

    /** Whether it is one more view. */
    public boolean addsView() {
      return this == FIRST || this == ARRIVAL || this == RECLAIMING_ARRIVAL;
    }

    /** Whether the session may be another node's, unless that one has ended it. */
    public boolean reclaims() {
      return this == RECLAIM || this == RECLAIMING_ARRIVAL;
    }
  }
}
