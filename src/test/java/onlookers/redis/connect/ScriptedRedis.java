package onlookers.redis.connect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.Rawable;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * A connection whose other end is the test: it says what each command, or each script by its name,
 * is answered. Like a server that has just started it knows no script before it is loaded. Several
 * of them are several masters; what they share is {@link #events}.
 */
public final class ScriptedRedis extends MasterConnection {
  /**
   * What was sent.
   *
   * @param name the command, or the script's name
   * @param keys of a script
   * @param arguments all others
   */
  public record Call(String name, List<String> keys, List<String> arguments) {}

  private static final Map<String, String> SCRIPTS = new HashMap<>();

  static {
    for (Script script : Script.values()) {
      SCRIPTS.put(sha1(text(script)), script.name());
    }
  }

  private static final HostAndPort SOMEWHERE = new HostAndPort("redis", 6379);

  public final List<Call> calls = new ArrayList<>();

  /** What happens on the wire: {@code host writes NAME}, {@code host sends}, {@code host reads}. */
  public final List<String> events;

  private final Map<String, Function<Call, Object>> answers = new HashMap<>();
  private final Deque<Object> replies = new ArrayDeque<>();
  private Function<Call, Object> otherwise = nothing -> null;
  private boolean knowsScripts;
  private boolean broken;
  private boolean closed;

  public ScriptedRedis() {
    this(SOMEWHERE, new ArrayList<>());
  }

  /**
   * A connection that counts as one to this address and reports to a list.
   *
   * @param events takes what happens on the wires, in its order
   */
  public ScriptedRedis(HostAndPort address, List<String> events) {
    super(address);
    this.events = events;
  }

  /** The text of a script, as it lies beside its class. */
  public static String text(Script script) {
    String file = script.name().toLowerCase(Locale.ROOT) + ".lua";
    try (InputStream in = Script.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha1(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** From now on the scripts are known, as after the first connection. */
  public ScriptedRedis knowingScripts() {
    knowsScripts = true;
    return this;
  }

  /** What a command or a script is answered; an exception is an error reply. */
  public ScriptedRedis on(String name, @Nullable Object answer) {
    return on(name, call -> answer);
  }

  public ScriptedRedis on(String name, Function<Call, Object> answer) {
    answers.put(name, answer);
    return this;
  }

  /** What everything else is answered. */
  public ScriptedRedis otherwise(Function<Call, Object> answer) {
    otherwise = answer;
    return this;
  }

  /** An error as Redis words it. */
  public static JedisDataException error(String message) {
    return new JedisDataException(message);
  }

  public Jedis jedis() {
    return new Jedis(this);
  }

  /** This one server alone. */
  public MasterConnections masters() {
    return new MasterConnections(new SingleServer(address()), address -> this);
  }

  public RedisPool pool() {
    return new RedisPool(this::masters, 1, Duration.ofSeconds(1));
  }

  /** From now on the connection is broken: it is not known whether what was sent was done. */
  void tear() {
    broken = true;
  }

  boolean isClosed() {
    return closed;
  }

  public List<String> names() {
    return calls.stream().map(Call::name).toList();
  }

  /** The last call of that name. */
  public Call last(String name) {
    return calls.stream()
        .filter(call -> call.name().equals(name))
        .reduce((before, call) -> call)
        .orElseThrow();
  }

  @Override
  public void sendCommand(CommandArguments arguments) {
    Call call = call(words(arguments));
    events.add(address().getHost() + " writes " + call.name());
    calls.add(call);
    replies.add(encoded(answer(call)));
  }

  private static List<String> words(CommandArguments arguments) {
    List<String> words = new ArrayList<>();
    for (Rawable word : arguments) {
      words.add(new String(word.getRaw(), UTF_8));
    }
    return words;
  }

  private static Call call(List<String> words) {
    if (!words.get(0).equals("EVALSHA")) {
      return new Call(words.get(0), List.of(), words.subList(1, words.size()));
    }
    int keys = Integer.parseInt(words.get(2));
    return new Call(
        SCRIPTS.getOrDefault(words.get(1), "unknown script"),
        words.subList(3, 3 + keys),
        words.subList(3 + keys, words.size()));
  }

  private @Nullable Object answer(Call call) {
    if (call.name().equals("SCRIPT") && !answers.containsKey("SCRIPT")) {
      knowsScripts = true;
      return "a hash";
    }
    boolean isScript = Stream.of(Script.values()).anyMatch(one -> one.name().equals(call.name()));
    if (isScript && !knowsScripts) {
      return new JedisNoScriptException("NOSCRIPT No matching script.");
    }
    return answers.getOrDefault(call.name(), otherwise).apply(call);
  }

  /** As it comes from the wire. */
  private static Object encoded(@Nullable Object answer) {
    if (answer instanceof String text) {
      return text.getBytes(UTF_8);
    }
    if (answer instanceof List<?> list) {
      return list.stream().map(ScriptedRedis::encoded).toList();
    }
    return answer == null ? Nothing.INSTANCE : answer;
  }

  private enum Nothing {
    INSTANCE
  }

  @Override
  protected void flush() {
    events.add(address().getHost() + " sends");
  }

  @Override
  protected @Nullable Object readProtocolWithCheckingBroken() {
    if (broken) {
      throw new JedisConnectionException("Unexpected end of stream.");
    }
    events.add(address().getHost() + " reads");
    Object reply = replies.remove();
    if (reply instanceof RuntimeException error) {
      throw error;
    }
    return reply == Nothing.INSTANCE ? null : reply;
  }

  @Override
  public boolean isBroken() {
    return broken;
  }

  @Override
  public void connect() {}

  @Override
  public void disconnect() {
    broken = true;
  }

  @Override
  public void close() {
    closed = true;
  }
}
