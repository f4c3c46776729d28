package onlookers.redis.connect;

import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.HostAndPort;

/** Whoever has the connections, and knows by which of them a command goes. */
interface CommandRouter {
  /** That of the master which holds what the command is about; any for one about no key. */
  MasterConnection holding(CommandArguments command);

  /** That of the server at this address, master or about to be one. */
  MasterConnection at(HostAndPort address);

  /** Keys lie elsewhere than was thought: asks that one where. Nothing may be unanswered. */
  void relocate(HostAndPort whom);

  /** Sends the scripts to each server that is connected. */
  void loadScripts();

  /** Waits for a Cluster that is about to move keys, longer each time. */
  void pause(int attempt);
}
