package onlookers.redis.connect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.exceptions.JedisDataException;

class RedisAwayExceptionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "LOADING Redis is loading the dataset in memory",
        "OOM command not allowed when used memory > 'maxmemory'.",
        "READONLY You can't write against a read only replica.",
        "MISCONF Redis is configured to save RDB snapshots",
        "NOAUTH Authentication required.",
        "WRONGPASS invalid username-password pair or user is disabled.",
        "NOPERM this user has no permissions to run the 'script|load' command",
        "BUSY Redis is busy running a script.",
        "MASTERDOWN Link with MASTER is down",
        "CLUSTERDOWN Hash slot not served",
        "NOREPLICAS Not enough good replicas to write.",
        "NOREPLICAS",
        // Redis 6.2, out of a script
        "ERR Error running script (call to f_5ca1ab1e): @user_script:8: @user_script: 8: -OOM command"
            + " not allowed when used memory > 'maxmemory'.",
        "ERR Error running script (call to f_5ca1ab1e): @user_script:17: @user_script: 17: -READONLY"
            + " You can't write against a read only replica.",
        "ERR Error running script (call to f_5ca1ab1e): @user_script:17: @user_script: 17: The user"
            + " executing the script can't run this command or subcommand",
        // Redis 7.0, out of a script
        "OOM command not allowed when used memory > 'maxmemory'. script: 5ca1ab1e, on"
            + " @user_script:8.",
        "ERR The user executing the script can't run this command or subcommand script: 5ca1ab1e, on"
            + " @user_script:1.",
        "ERR The user executing the script can't access at least one of the keys mentioned in the"
            + " command arguments script: 5ca1ab1e, on @user_script:1.",
        // Redis 7.2 and newer, out of a script
        "ERR ACL failure in script: User u has no permissions to run the 'sadd' command script:"
            + " 5ca1ab1e, on @user_script:1."
      })
  void whatIsAboutTheServerIs(String reply) {
    assertThat(RedisAwayException.is(new JedisDataException(reply))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WRONGTYPE Operation against a key holding the wrong kind of value",
        "ERR value is not an integer or out of range",
        "NOSCRIPT No matching script. Please use EVAL.",
        "ERR unknown command 'OOM'",
        "WRONGTYPE Operation against a key holding the wrong kind of value script: 5ca1ab1e, on"
            + " @user_script:8.",
        "ERR Error running script (call to f_5ca1ab1e): @user_script:8: WRONGTYPE Operation against a"
            + " key holding the wrong kind of value",
        "ERR Error running script (call to f_5ca1ab1e): @user_script:8: @user_script: 8: -WRONGTYPE x",
        ""
      })
  void whatIsAboutOneKeyIsNot(String reply) {
    assertThat(RedisAwayException.is(new JedisDataException(reply))).isFalse();
  }

  @Test
  void aReplyWithoutWordsIsAboutOneKey() {
    assertThat(RedisAwayException.is(new JedisDataException((String) null))).isFalse();
  }
}
