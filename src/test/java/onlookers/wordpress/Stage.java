package onlookers.wordpress;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page.WaitForSelectorOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import onlookers.browser.HeadlessBrowser;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.WarProcess;
import onlookers.fixture.WordPressRelease;
import onlookers.fixture.WordPressSite;

/** A WordPress that has the plugin and knows the server's address, and browsers to look at it. */
final class Stage implements AutoCloseable {
  static final Path PLUGIN = Path.of("target", "onlookers-wordpress.zip");

  private static final double MAX_WAIT_MILLIS = 60_000;
  private static final double FIRST_MILLIS = 60_000;

  /** Readable addresses; no guide that welcomes to the editor, again in each browser. */
  private static final String HABITS =
      """
      update_option( 'permalink_structure', '/%postname%/' );
      $GLOBALS['wp_rewrite']->init();
      flush_rewrite_rules();
      $quiet = array( 'welcomeGuide' => false, 'fullscreenMode' => false );
      $preferences = array(
        'core/edit-post' => $quiet,
        'core' => array( 'enableChoosePatternModal' => false ) + $quiet,
        '_modified' => gmdate( 'c' ),
      );
      update_user_meta( 1, $GLOBALS['wpdb']->get_blog_prefix() . 'persisted_preferences', $preferences );
      """;

  private static final Map<WordPressRelease, Stage> SHARED = new EnumMap<>(WordPressRelease.class);

  private final RedisProcess redis = RedisProcess.start();
  private WarProcess war = startServer(0); // while WordPress is being installed
  private final WordPressSite site;
  private final HeadlessBrowser browser = HeadlessBrowser.launch();
  private final String login;
  private final List<BrowserContext> people = new ArrayList<>();
  private final List<Tab> tabs = new ArrayList<>();

  /**
   * The stage on which the tests of all classes play that need none of their own. Set up by the
   * first that asks, taken down with the JVM of the tests.
   */
  static synchronized Stage shared(WordPressRelease release) {
    return SHARED.computeIfAbsent(release, Stage::untilTheEnd);
  }

  private static Stage untilTheEnd(WordPressRelease release) {
    Stage stage = new Stage(release);
    Runtime.getRuntime().addShutdownHook(new Thread(stage.site::close, "onlookers-test-site"));
    return stage;
  }

  /** Sets it up; the caller closes it. */
  Stage(WordPressRelease release) {
    this(WordPressSite.create(release));
  }

  /** Sets it up with a site that was made already; the caller closes both by closing this. */
  Stage(WordPressSite site) {
    this.site = site;
    site.install(PLUGIN);
    site.evaluate(HABITS);
    set("server", "'" + server() + "'");
    login = logIn("admin", "password").storageState();
  }

  private WarProcess startServer(int port) {
    return WarProcess.launch(
        "--http.port=" + port, "--redis.uri=" + redis.uri(), "--admin.token=" + adminToken());
  }

  /** Opens the server's {@code /api/admin}. */
  static String adminToken() {
    return "a-token-for-imports";
  }

  void stopServer() {
    war.stop();
  }

  /** The server starts again, where it was. */
  void startServer() {
    war = startServer(war.base().getPort());
  }

  WarProcess war() {
    return war;
  }

  /** The server's address as an owner writes it: on the same host as the site. */
  String server() {
    return address(war);
  }

  /** Likewise, of any server. */
  static String address(WarProcess war) {
    return "http://127.0.0.1:" + war.base().getPort();
  }

  /** A second server, with a setting of its own; the caller closes it. */
  WarProcess another(String setting) {
    return WarProcess.start("--redis.uri=" + redis.uri(), "--redis.prefix=other:", setting);
  }

  RedisProcess redis() {
    return redis;
  }

  WordPressSite site() {
    return site;
  }

  /** Changes one of the plugin's settings, to the value of a PHP expression. */
  void set(String setting, String value) {
    site.evaluate(
        "update_option( 'onlookers', array( '%s' => %s ) + (array) get_option( 'onlookers', array() ) );"
            .formatted(setting, value));
  }

  /** Takes the plugin's settings back to what they are after its installation, but the address. */
  void resetSettings() {
    site.evaluate("update_option( 'onlookers', array( 'server' => '%s' ) );".formatted(server()));
  }

  /** Publishes a post, and tells its number. */
  int publish(String title, String content) {
    String code =
        "return wp_insert_post( array( 'post_title' => '%s', 'post_content' => '%s', 'post_status' => 'publish' ) );";
    return Integer.parseInt(site.evaluate(code.formatted(title, content)));
  }

  /** Where a post is read. */
  URI address(int post) {
    return site.page("?p=" + post);
  }

  /** The plugin's settings. */
  URI settings() {
    return site.page("wp-admin/options-general.php?page=onlookers");
  }

  /** Somebody with a browser of their own. */
  BrowserContext person() {
    return person(wide());
  }

  /** Likewise, with one of some kind. */
  BrowserContext person(NewContextOptions kind) {
    return remember(browser.newReader(kind.setIgnoreHTTPSErrors(true)));
  }

  /** The site's administrator, logged in. */
  BrowserContext administrator() {
    return administrator(wide());
  }

  /** Likewise, with a browser of some kind. */
  BrowserContext administrator(NewContextOptions kind) {
    return person(kind.setStorageState(login));
  }

  private static NewContextOptions wide() {
    return new NewContextOptions().setViewportSize(1280, 720);
  }

  /** A user of the site, who has just logged in. */
  BrowserContext logIn(String name, String password) {
    BrowserContext person = person();
    Tab tab = Tab.open(person, site.page("wp-login.php"));
    tab.page().fill("#user_login", name);
    tab.page().fill("#user_pass", password);
    tab.page().click("#wp-submit");
    // A site's first page for its administrator asks for updates, and waits for who does not
    // answer.
    tab.page()
        .waitForSelector("#wpadminbar", new WaitForSelectorOptions().setTimeout(FIRST_MILLIS));
    return person;
  }

  private BrowserContext remember(BrowserContext person) {
    person.setDefaultTimeout(MAX_WAIT_MILLIS);
    people.add(person);
    return person;
  }

  /** A new tab of somebody's browser. */
  Tab open(BrowserContext person, URI address) {
    Tab tab = Tab.open(person, address);
    tabs.add(tab);
    return tab;
  }

  /** A new reader of the post. */
  Tab read(int post) {
    return open(person(), address(post));
  }

  /** Everybody leaves; fails when a browser's console or PHP has complained meanwhile. */
  void everybodyLeavesWithoutComplaint() {
    people.forEach(BrowserContext::close);
    people.clear();
    List<String> errors = tabs.stream().flatMap(tab -> tab.errors().stream()).toList();
    tabs.clear();
    assertThat(errors).as("errors of the browsers' consoles").isEmpty();
    assertThat(site.takeDebugLog()).as("debug.log").isEmpty();
  }

  @Override
  public void close() {
    browser.close();
    site.close();
    war.close();
    redis.close();
  }
}
