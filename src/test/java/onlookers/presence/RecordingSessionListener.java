package onlookers.presence;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A socket that records what it is sent, and the publisher to all such sockets. */
final class RecordingSessionListener implements SessionListener {
  final List<String> received = new ArrayList<>();
  final Set<Post> subscriptions = new HashSet<>();
  private final Set<Post> unanswered = new HashSet<>();
  private boolean watchesSite;
  private String failing = "";

  /**
   * The next call of that method throws, as the socket of a container does that has just closed.
   */
  synchronized RecordingSessionListener failsIn(String method) {
    failing = method;
    return this;
  }

  private void enters(String method) {
    if (method.equals(failing)) {
      failing = "";
      throw new RuntimeException("Socket is not connected.");
    }
  }

  @Override
  public synchronized void identify(String session) {
    enters("identify");
    received.add("session " + session);
  }

  @Override
  public synchronized void enter(Post post) {
    enters("enter");
    subscriptions.add(post);
    unanswered.add(post);
  }

  @Override
  public synchronized void exit(Post post) {
    enters("exit");
    subscriptions.remove(post);
  }

  @Override
  public synchronized void answer(Post post, Counts counts) {
    enters("answer");
    unanswered.remove(post);
    publish(post, counts);
  }

  synchronized void publish(Post post, Counts counts) {
    enters("publish");
    if (subscriptions.contains(post) && !unanswered.contains(post)) {
      received.add(post + " " + counts.viewers() + "/" + counts.views());
    }
  }

  @Override
  public synchronized void enterSite() {
    enters("enterSite");
    watchesSite = true;
  }

  @Override
  public synchronized void exitSite() {
    enters("exitSite");
    watchesSite = false;
  }

  @Override
  public synchronized void online(long viewers) {
    publishOnline(viewers);
  }

  synchronized void publishOnline(long viewers) {
    if (watchesSite) {
      received.add("online " + viewers);
    }
  }

  @Override
  public synchronized void degraded(boolean degraded) {
    unanswered.clear(); // the question was lost
    enters("degraded");
    received.add("degraded " + degraded);
  }

  @Override
  public synchronized void refuse(Refusal refusal, String message) {
    enters("refuse");
    received.add("error " + refusal.code());
  }

  @Override
  public synchronized void superseded() {
    enters("superseded");
    received.add("superseded");
  }

  synchronized String last() {
    return received.isEmpty() ? "" : received.get(received.size() - 1);
  }

  synchronized String session() {
    String id = "";
    for (String one : received) {
      id = one.startsWith("session ") ? one.substring("session ".length()) : id;
    }
    return id;
  }

  synchronized List<String> all() {
    return List.copyOf(received);
  }
}
