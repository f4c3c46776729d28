package onlookers.config;

import java.util.ArrayList;
import java.util.List;

/** Reads every {@linkplain Settings setting}, and checks those that depend on each other. */
public final class SettingsLoader {
  private SettingsLoader() {}

  /**
   * Reads every setting.
   *
   * @throws SettingException when a name is unknown or a value is not right; an unknown environment
   *     variable is only a warning
   */
  public static Settings.Loaded load(Sources sources) {
    SettingsReader reader = new SettingsReader(sources);
    List<String> warnings = new ArrayList<>(reader.checkNames());
    Settings settings = read(reader);
    reader.refuse();
    checkPrefix(settings);
    warnings.addAll(reader.warnings());
    warnings.addAll(idle(settings));
    return new Settings.Loaded(settings, reader.report(), warnings);
  }

  private static Settings read(SettingsReader reader) {
    return new Settings(
        reader.read(SettingDefinitions.HTTP_PORT),
        reader.read(SettingDefinitions.HTTP_ADDRESS),
        reader.read(SettingDefinitions.HTTP_HEADER_SIZE),
        reader.read(SettingDefinitions.REDIS_URI),
        reader.read(SettingDefinitions.REDIS_CA),
        reader.read(SettingDefinitions.SENTINEL_PASSWORD),
        reader.read(SettingDefinitions.NODE_ID),
        reader.read(SettingDefinitions.REDIS_PREFIX),
        reader.read(SettingDefinitions.SESSION_TTL),
        reader.read(SettingDefinitions.SESSION_GRACE),
        reader.read(SettingDefinitions.NODE_LEASE),
        reader.read(SettingDefinitions.SWEEP_INTERVAL),
        reader.read(SettingDefinitions.ORIGINS),
        reader.read(SettingDefinitions.TICKET_SECRET),
        reader.read(SettingDefinitions.ADMIN_TOKEN),
        reader.read(SettingDefinitions.TRUSTED_PROXIES),
        reader.read(SettingDefinitions.LIMIT_SESSIONS),
        reader.read(SettingDefinitions.LIMIT_SESSIONS_PER_ADDRESS),
        reader.read(SettingDefinitions.LIMIT_MESSAGES),
        reader.read(SettingDefinitions.LIMIT_WATCHED),
        reader.read(SettingDefinitions.SOCKETIO_PING_INTERVAL),
        reader.read(SettingDefinitions.SOCKETIO_PING_TIMEOUT),
        reader.read(SettingDefinitions.SOCKETIO_MAX_PAYLOAD),
        reader.read(SettingDefinitions.DRAIN_SECONDS),
        reader.read(SettingDefinitions.POST_URL),
        reader.read(SettingDefinitions.VIEWS_WINDOW));
  }

  /** A Cluster keeps what belongs together in one slot by braces, and a prefix may spoil that. */
  private static void checkPrefix(Settings settings) {
    if (settings.redisUri().mode() == RedisUri.Mode.CLUSTER
        && !SlotPrefix.isSound(settings.redisPrefix())) {
      throw new SettingException(
          "redis.prefix = "
              + settings.redisPrefix()
              + " is not right with a Cluster: no brace, or a hash tag such as {blog7}:");
    }
  }

  /** A line for each setting that does nothing beside another; it may be a mistake. */
  private static List<String> idle(Settings settings) {
    List<String> lines = new ArrayList<>();
    if (settings.redisCa().isPresent() && !settings.redisUri().tls()) {
      lines.add("redis.ca does nothing: redis.uri speaks no TLS, which begins with rediss");
    }
    if (settings.sentinelPassword().isPresent()
        && settings.redisUri().mode() != RedisUri.Mode.SENTINEL) {
      lines.add("sentinel.password does nothing: redis.uri names no sentinels");
    }
    return lines;
  }
}
