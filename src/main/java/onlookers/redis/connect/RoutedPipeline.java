package onlookers.redis.connect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.CommandObjects;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;

/**
 * Commands that leave together, each to the master that holds its keys: all are written and sent,
 * then all answers are read. For one master the answers come in the order of the commands.
 *
 * <p>A command that the wrong master got, or one that has forgotten the scripts, was not carried
 * out: it is sent again, up to {@value #ATTEMPTS} times, in its order. What is left then is the
 * answer. A connection that breaks breaks the whole: of no command is it known whether it was
 * carried out.
 */
public final class RoutedPipeline extends AbstractPipeline {
  private static final int ATTEMPTS = 6;
  private static final CommandObjects COMMANDS = new CommandObjects(RedisProtocol.RESP2);

  private final CommandRouter router;
  private List<RoutedCommand<?>> sent = new ArrayList<>();

  RoutedPipeline(CommandRouter router) {
    super(COMMANDS);
    this.router = router;
  }

  @Override
  protected <T> Response<T> appendCommand(CommandObject<T> command) {
    RoutedCommand<T> one = new RoutedCommand<>(command, router.holding(command.getArguments()));
    one.write();
    sent.add(one);
    return one.response();
  }

  @Override
  public void sync() {
    List<RoutedCommand<?>> unanswered = sent;
    sent = new ArrayList<>();
    read(unanswered);
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      unanswered = unanswered.stream().filter(RoutedCommand::isMisrouted).toList();
      if (unanswered.isEmpty()) {
        return;
      }
      sendAgain(unanswered, attempt);
    }
  }

  /** Sends what is left. */
  @Override
  public void close() {
    sync();
  }

  private void read(List<RoutedCommand<?>> unanswered) {
    Map<MasterConnection, List<RoutedCommand<?>>> byMaster = new LinkedHashMap<>(4);
    for (RoutedCommand<?> one : unanswered) {
      byMaster.computeIfAbsent(one.master(), key -> new ArrayList<>()).add(one);
    }
    if (byMaster.size() > 1) {
      byMaster.keySet().forEach(MasterConnection::send);
    }
    byMaster.forEach(RoutedPipeline::read);
  }

  private static void read(MasterConnection master, List<RoutedCommand<?>> unanswered) {
    List<Object> replies = master.getMany(unanswered.size());
    for (int i = 0; i < replies.size(); i++) {
      unanswered.get(i).answer(replies.get(i));
    }
  }

  private void sendAgain(List<RoutedCommand<?>> misrouted, int attempt) {
    Optional<HostAndPort> moved =
        misrouted.stream().map(RoutedCommand::movedTo).flatMap(Optional::stream).findFirst();
    moved.ifPresent(router::relocate);
    if (misrouted.stream().anyMatch(RoutedCommand::lacksScript)) {
      router.loadScripts();
    }
    if (attempt > 1 || moved.isEmpty()) {
      router.pause(attempt);
    }
    misrouted.forEach(one -> one.route(router));
    List<MasterConnection> asking =
        misrouted.stream()
            .filter(RoutedCommand::mustAsk)
            .map(RoutedCommand::master)
            .distinct()
            .toList();
    if (asking.isEmpty()) {
      misrouted.forEach(RoutedCommand::write);
      read(misrouted);
    } else {
      misrouted.forEach(this::askOne);
    }
  }

  /** One by one: each command that is redirected for once needs an ASKING of its own before it. */
  private void askOne(RoutedCommand<?> one) {
    boolean asks = one.mustAsk();
    if (asks) {
      one.master().sendCommand(Protocol.Command.ASKING);
    }
    one.write();
    List<Object> replies = one.master().getMany(asks ? 2 : 1);
    one.answer(replies.get(replies.size() - 1));
  }
}
