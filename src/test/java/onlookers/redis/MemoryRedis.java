package onlookers.redis;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import onlookers.presence.Post;
import onlookers.redis.connect.ScriptedRedis;
import onlookers.redis.schema.Owner;
import org.jspecify.annotations.Nullable;

/**
 * What Redis would answer to the commands and scripts that write sessions and views, in memory and
 * without times. That the scripts do what this says is shown on a real Redis.
 */
public final class MemoryRedis {
  private static final String ENDED = "ended:";
  private static final String PARKED = "parked:";

  public final Map<String, String> strings = new TreeMap<>();
  public final Map<String, Map<String, String>> hashes = new TreeMap<>();
  public final Map<String, Set<String>> sets = new TreeMap<>();

  /** Those on the list of nodes. */
  public final Set<String> nodes = new TreeSet<>();

  /** Runs before each command of {@link #connection}. */
  public Runnable between = () -> {};

  /** What an asynchronous replica has got by now. */
  public MemoryRedis copy() {
    MemoryRedis copy = new MemoryRedis();
    copy.strings.putAll(strings);
    copy.nodes.addAll(nodes);
    hashes.forEach((key, hash) -> copy.hashes.put(key, new TreeMap<>(hash)));
    sets.forEach((key, set) -> copy.sets.put(key, new TreeSet<>(set)));
    return copy;
  }

  public ScriptedRedis connection() {
    return new ScriptedRedis().knowingScripts().otherwise(this::answer);
  }

  public @Nullable Object answer(ScriptedRedis.Call call) {
    between.run();
    List<String> keys = call.keys();
    List<String> with = call.arguments();
    return switch (call.name()) {
      case "GET" -> strings.get(with.get(0));
      case "SET" -> set(with);
      case "HGET" -> hashes.getOrDefault(with.get(0), Map.of()).get(with.get(1));
      case "HSET" -> hset(with.get(0), with.get(1), with.get(2));
      case "HDEL" -> hdel(with.get(0), with.get(1));
      case "SADD" -> sadd(with.get(0), with.get(1));
      case "SREM" -> srem(with.get(0), with.get(1));
      case "SCARD" -> (long) sets.getOrDefault(with.get(0), Set.of()).size();
      case "PUBLISH" -> 0L;
      case "ZSCORE" -> nodes.contains(with.get(1)) ? "1764245250000" : null;
      case "CLAIM" -> claim(keys.get(0), keys.get(1), with);
      case "PARK" -> park(keys.get(0), keys.get(1), with);
      case "RELEASE" -> release(keys.get(0), keys.get(1), with);
      case "REAP" -> reap(keys.get(0), keys.get(1), with.get(0));
      case "ADD_DAY" -> addDay(keys, with);
      case "ADD_VIEWS" -> addViews(keys, with);
      default -> throw new IllegalArgumentException(call.toString());
    };
  }

  private @Nullable String set(List<String> with) {
    if (with.contains("NX")) {
      return strings.putIfAbsent(with.get(0), with.get(1)) == null ? "OK" : null;
    }
    strings.put(with.get(0), with.get(1));
    return "OK";
  }

  public long hset(String key, String field, String value) {
    return hashes.computeIfAbsent(key, any -> new TreeMap<>()).put(field, value) == null ? 1 : 0;
  }

  private long hdel(String key, String field) {
    return hashes.computeIfAbsent(key, any -> new TreeMap<>()).remove(field) == null ? 0 : 1;
  }

  private long sadd(String key, String member) {
    return sets.computeIfAbsent(key, any -> new TreeSet<>()).add(member) ? 1 : 0;
  }

  private long srem(String key, String member) {
    return sets.computeIfAbsent(key, any -> new TreeSet<>()).remove(member) ? 1 : 0;
  }

  private List<Object> claim(String session, String ownerKey, List<String> with) {
    String recorded = strings.getOrDefault(ownerKey, "");
    String owner = holder(recorded);
    boolean parked = !recorded.equals(owner);
    boolean resumes = with.get(3).startsWith("resume");
    String before =
        strings.getOrDefault(session, parked && resumes ? recorded.split(":", -1)[1] : "");
    boolean ended = Owner.isEnded(owner);
    boolean mine =
        owner.isEmpty() || owner.equals(with.get(1)) || owner.equals(ENDED + with.get(1));
    boolean former = with.get(4).equals(owner) || (ENDED + with.get(4)).equals(owner);
    boolean granted =
        switch (with.get(3)) {
          case "resume" -> !owner.isEmpty() && !ended && !before.isEmpty() && !parked;
          case "resume parked" -> !owner.isEmpty() && !ended && !before.isEmpty();
          case "reclaim" -> mine || former || !ended;
          default -> mine || former;
        };
    if (granted) {
      strings.put(session, with.get(0));
      strings.put(ownerKey, with.get(1));
    }
    return List.of(granted ? 1L : 0L, before, granted ? owner : recorded);
  }

  private static String holder(String recorded) {
    return recorded.startsWith(PARKED) ? recorded.split(":", 3)[2] : recorded;
  }

  private List<Object> park(String session, String ownerKey, List<String> with) {
    String recorded = strings.getOrDefault(ownerKey, "");
    String owner = holder(recorded).replace(ENDED, "");
    String post = strings.getOrDefault(session, "");
    boolean former = owner.equals(with.get(3)) || recorded.equals(with.get(3));
    if (!owner.isEmpty() && !owner.equals(with.get(1)) && !former) {
      return List.of(0L, post);
    }
    strings.remove(session);
    strings.put(ownerKey, PARKED + with.get(0) + ":" + with.get(1));
    return List.of(1L, post);
  }

  private List<Object> release(String session, String ownerKey, List<String> with) {
    String recorded = strings.getOrDefault(ownerKey, "");
    String owner = holder(recorded).replace(ENDED, "");
    String post = strings.getOrDefault(session, "");
    boolean former = owner.equals(with.get(2)) || recorded.equals(with.get(2));
    if (!owner.isEmpty() && !owner.equals(with.get(0)) && !former) {
      return List.of(0L, post);
    }
    strings.remove(session);
    strings.remove(ownerKey);
    if (!with.get(1).equals("0")) {
      strings.put(ownerKey, ENDED + with.get(0));
    }
    return List.of(1L, post);
  }

  private List<Object> reap(String session, String ownerKey, String dead) {
    String post = strings.getOrDefault(session, "");
    if (!dead.equals(strings.get(ownerKey))) {
      return List.of(0L, post);
    }
    strings.remove(session);
    strings.remove(ownerKey);
    return List.of(1L, post);
  }

  private long addViews(List<String> keys, List<String> with) {
    String written = strings.get(keys.get(1));
    if (written != null && Long.parseLong(written) >= Long.parseLong(with.get(1))) {
      boolean mine =
          (with.get(2).isEmpty() || isMark(keys.get(2), with.get(1)))
              && (with.get(3).equals("0") || isMark(keys.get(3), with.get(1)));
      return mine ? -1 : -2;
    }
    boolean unknown = written == null && with.get(5).equals("1");
    if (!unknown && (written == null ? 0 : Long.parseLong(written)) < Long.parseLong(with.get(6))) {
      return -3;
    }
    boolean due = !unknown;
    if (!with.get(2).isEmpty()) {
      String mark = strings.putIfAbsent(keys.get(2), with.get(1));
      if ("seen".equals(mark) && with.get(7).equals("1")) {
        strings.put(keys.get(2), with.get(1));
      } else if (mark != null) {
        due = false;
      }
    }
    if (unknown) {
      return -4;
    }
    if (due && !with.get(3).equals("0") && strings.putIfAbsent(keys.get(3), with.get(1)) != null) {
      due = false;
    }
    long amount = due ? Long.parseLong(with.get(0)) : 0;
    if (due) {
      long before = Long.parseLong(strings.getOrDefault(keys.get(0), "0"));
      strings.put(keys.get(0), Long.toString(before + amount));
    }
    strings.put(keys.get(1), with.get(1));
    return amount;
  }

  private boolean isMark(String key, String number) {
    return strings.getOrDefault(key, number).equals(number);
  }

  private long addDay(List<String> keys, List<String> with) {
    Set<String> batches = sets.computeIfAbsent(keys.get(2), any -> new TreeSet<>());
    if (with.get(5).equals("1") && batches.isEmpty()) {
      return -1;
    }
    if (!batches.add(with.get(0))) {
      return 0;
    }
    Map<String, String> day = hashes.computeIfAbsent(keys.get(0), any -> new TreeMap<>());
    for (int i = 6; i < with.size(); i += 2) {
      long more = Long.parseLong(with.get(i + 1));
      day.merge(
          with.get(i),
          Long.toString(more),
          (known, any) -> Long.toString(Long.parseLong(known) + more));
    }
    day.values().removeIf(views -> Long.parseLong(views) <= 0);
    return 1;
  }

  /** The views of the post on that day. */
  public String views(Post post, LocalDate day) {
    return hashes.getOrDefault("onlookers:day:" + day, Map.of()).getOrDefault(post.id(), "0");
  }

  /** The session is a member of the post's set. */
  public void join(String session, String post) {
    sadd("viewers:" + post, session);
  }

  /** The session stands at the post, as its owner has written it. */
  public MemoryRedis place(String session, String post, String owner) {
    strings.put("session:" + session, post);
    strings.put("onlookers:owner:{session:" + session + "}", owner);
    hset("viewers", session, post);
    join(session, post);
    return this;
  }

  public @Nullable String hashed(String session) {
    return hashes.getOrDefault("viewers", Map.of()).get(session);
  }

  /** The posts in whose sets the session stands. */
  public List<String> standsAt(String session) {
    return sets.entrySet().stream()
        .filter(set -> set.getValue().contains(session))
        .map(set -> set.getKey().replace("viewers:", ""))
        .toList();
  }

  public String views(Post post) {
    return strings.getOrDefault("views:" + post, "0");
  }
}
