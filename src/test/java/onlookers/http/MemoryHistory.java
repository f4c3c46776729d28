package onlookers.http;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import onlookers.presence.CountsReader;
import onlookers.presence.DayViews;
import onlookers.presence.HistoryReader;
import onlookers.presence.Post;
import onlookers.presence.PostViews;
import onlookers.presence.SiteDay;
import onlookers.presence.UnavailableException;
import onlookers.presence.ViewsEditor;
import onlookers.presence.ViewsImporter;

/** Days and views in memory. */
final class MemoryHistory implements HistoryReader, ViewsEditor {
  static final LocalDate TODAY = LocalDate.of(2026, 11, 26);

  /** Spans that were asked for. */
  final List<Integer> spans = new ArrayList<>();

  final List<PostViews> ranking = new ArrayList<>();
  final Map<Post, Long> views = new TreeMap<>();
  boolean away;

  /** A store of which nobody uses history and editor. */
  static ApiStore with(CountsReader counts, ViewsImporter importer) {
    MemoryHistory none = new MemoryHistory();
    return new ApiStore(counts, none, importer, none);
  }

  @Override
  public List<PostViews> mostViewed(int days) {
    check();
    spans.add(days);
    return ranking;
  }

  /** As many views as the day of the span, the first 0. */
  @Override
  public List<DayViews> history(Post post) {
    check();
    return days().mapToObj(i -> new DayViews(TODAY.minusDays(29 - i), i)).toList();
  }

  @Override
  public List<SiteDay> history() {
    check();
    return days().mapToObj(i -> new SiteDay(TODAY.minusDays(29 - i), i, 2L * i)).toList();
  }

  private static IntStream days() {
    return IntStream.range(0, MAX_DAYS);
  }

  @Override
  public List<Edited> set(Map<Post, Long> wanted) {
    check();
    return wanted.entrySet().stream().map(one -> put(one.getKey(), one.getValue())).toList();
  }

  @Override
  public List<Edited> restore(Map<Post, Long> wanted) {
    check();
    return wanted.entrySet().stream()
        .map(
            one ->
                put(one.getKey(), Math.max(one.getValue(), views.getOrDefault(one.getKey(), 0L))))
        .toList();
  }

  private Edited put(Post post, long number) {
    Long before = views.put(post, number);
    return new Edited(post, before == null || before != number, number);
  }

  @Override
  public List<Edited> forget(Collection<Post> posts) {
    check();
    return posts.stream().map(post -> new Edited(post, views.remove(post) != null, 0)).toList();
  }

  private void check() {
    if (away) {
      throw new UnavailableException("away");
    }
  }
}
