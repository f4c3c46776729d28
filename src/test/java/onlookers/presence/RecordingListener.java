package onlookers.presence;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A socket that writes down what it is told, and the audience of all such sockets. */
final class RecordingListener implements Listener {
  final List<String> heard = new ArrayList<>();
  final Set<Post> seats = new HashSet<>();

  @Override
  public synchronized void identify(String session) {
    heard.add("session " + session);
  }

  @Override
  public synchronized void enter(Post post) {
    seats.add(post);
  }

  @Override
  public synchronized void exit(Post post) {
    seats.remove(post);
  }

  @Override
  public synchronized void answer(Post post, Counts counts) {
    tell(post, counts);
  }

  synchronized void tell(Post post, Counts counts) {
    if (seats.contains(post)) {
      heard.add(post + " " + counts.viewers() + "/" + counts.views());
    }
  }

  @Override
  public synchronized void degraded(boolean degraded) {
    heard.add("degraded " + degraded);
  }

  @Override
  public synchronized void refuse(Refusal refusal, String message) {
    heard.add("error " + refusal.code());
  }

  @Override
  public synchronized void superseded() {
    heard.add("superseded");
  }

  synchronized String last() {
    return heard.isEmpty() ? "" : heard.get(heard.size() - 1);
  }

  synchronized String session() {
    String id = "";
    for (String one : heard) {
      id = one.startsWith("session ") ? one.substring("session ".length()) : id;
    }
    return id;
  }

  synchronized List<String> all() {
    return List.copyOf(heard);
  }
}
