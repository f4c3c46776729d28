package onlookers.deployment;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import onlookers.fixture.Ports;
import onlookers.fixture.PrivateCa;
import onlookers.fixture.ToolProcess;
import onlookers.fixture.Tools;

/** The proxies for which {@code server-config} has a file. */
enum ReverseProxy {
  NGINX("nginx/onlookers.conf") {
    @Override
    String file(Site site, String text) {
      return text.replace("listen 443 ", "listen 127.0.0.1:" + site.port + " ")
          .replace("/etc/ssl/certs/www.example.org.pem", site.certificate())
          .replace("/etc/ssl/private/www.example.org.key", site.key());
    }

    @Override
    String besideASite(String rules) {
      return """
          server {
            listen 443 ssl;
            server_name www.example.org;
            ssl_certificate /etc/ssl/certs/www.example.org.pem;
            ssl_certificate_key /etc/ssl/private/www.example.org.key;
            %s
            %s
          }
          """
          .formatted(rules, read(oneNode()));
    }

    @Override
    List<String> command(Site site, Path file) {
      Path main =
          site.write(
              "main.conf",
              """
              daemon off;
              pid nginx.pid;
              worker_processes 1;
              events {}
              http {
                access_log off;
                client_body_temp_path body;
                proxy_temp_path proxy;
                fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi;
                scgi_temp_path scgi;
                include %s;
              }
              """
                  .formatted(file));
      String folder = site.folder + "/";
      return Tools.command("usr/sbin/nginx", "-p", folder, "-e", "stderr", "-c", main.toString());
    }
  },

  HAPROXY("haproxy/haproxy.cfg") {
    @Override
    String file(Site site, String text) {
      Path both =
          site.write("both.pem", read(site.identity.certificate()) + read(site.identity.key()));
      return asNobody(text)
          .replace("bind :443 ", "bind 127.0.0.1:" + site.port + " ")
          .replace("/etc/haproxy/www.example.org.pem", both.toString())
          .replace("maxconn 100000", "maxconn 200"); // for whoever may open few files
    }

    @Override
    List<String> command(Site site, Path file) {
      return Tools.command("usr/sbin/haproxy", "-db", "-f", file.toString());
    }
  },

  APACHE("apache/onlookers.conf") {
    @Override
    String file(Site site, String text) {
      return text.replace("<VirtualHost *:443>", "<VirtualHost *:" + site.port + ">")
          .replace("/etc/ssl/certs/www.example.org.pem", site.certificate())
          .replace("/etc/ssl/private/www.example.org.key", site.key());
    }

    @Override
    String besideASite(String rules) {
      String own = read(oneNode());
      return """
          %s
          <VirtualHost *:443>
            ServerName www.example.org
            SSLEngine on
            SSLCertificateFile /etc/ssl/certs/www.example.org.pem
            SSLCertificateKeyFile /etc/ssl/private/www.example.org.key
          </VirtualHost>
          """
          .formatted(own.replace("a2enmod ", "a2enmod ssl "));
    }

    @Override
    List<String> command(Site site, Path file) {
      Path main =
          site.write(
              "main.conf",
              """
              ServerRoot %s
              ServerName localhost
              PidFile apache.pid
              DefaultRuntimeDir .
              Mutex file:. default
              Listen 127.0.0.1:%d
              ErrorLog /dev/stderr
              %s
              <IfModule unixd_module>
                User nobody
                Group #65534
              </IfModule>
              Include %s
              """
                  .formatted(site.folder, site.port, apacheModules(read(file)), file));
      return Tools.command("usr/sbin/apache2", "-DFOREGROUND", "-f", main.toString());
    }
  },

  CADDY("caddy/Caddyfile") {
    @Override
    String file(Site site, String text) {
      return text.replace("www.example.org {", "https://localhost:" + site.port + " {")
          .replace("# tls /etc/ssl/certs/www.example.org.pem", "tls " + site.certificate())
          .replace("/etc/ssl/private/www.example.org.key", site.key());
    }

    @Override
    List<String> command(Site site, Path file) {
      Path main =
          site.write(
              "main.caddy",
              """
              {
                admin off
                auto_https disable_redirects
                http_port %d
                https_port %d
                default_bind 127.0.0.1
              }
              import %s
              """
                  .formatted(Ports.free(), site.port, file));
      return Tools.command(
          "usr/bin/caddy", "run", "--adapter", "caddyfile", "--config", main.toString());
    }
  };

  /** What Debian's Apache has from the beginning, and what we say no word of. */
  private static final List<String> APACHE_MODULES =
      List.of("mpm_event", "alias", "authz_core", "authz_host", "dir", "env", "reqtimeout");

  private static final Path MODULES = Tools.ROOT.resolve("etc/apache2/mods-available");

  private final Path file;

  ReverseProxy(String file) {
    this.file = Path.of("server-config").resolve(file);
  }

  /** The file as it is shipped. */
  String shipped() {
    return read(file);
  }

  /**
   * A site that has a configuration of its own, with the file for one node in it.
   *
   * @param rules of the site, for nginx
   */
  String besideASite(String rules) {
    throw new UnsupportedOperationException(name() + " has no such file");
  }

  /** The package's user is not there, and only root may become another one. */
  private static String asNobody(String text) {
    return System.getProperty("user.name").equals("root")
        ? text.replace("user haproxy", "uid 65534").replace("group haproxy", "gid 65534")
        : text.replaceAll("(?m)^ *(user|group) haproxy$", "");
  }

  /** The file for one node, beside the one for two. */
  Path oneNode() {
    return file.resolveSibling("one-node.conf");
  }

  /** Puts this site's ports and certificates into the file. */
  abstract String file(Site site, String text);

  /** How the program is started with that file. */
  abstract List<String> command(Site site, Path file);

  /**
   * A site of its own.
   *
   * @param folder for its files; made here
   * @param port where it listens
   * @param identity its certificate and key
   * @param nodes the ports of the two nodes
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Site(Path folder, int port, PrivateCa.Identity identity, int... nodes) {
    String certificate() {
      return identity.certificate().toString();
    }

    String key() {
      return identity.key().toString();
    }

    Path write(String name, String text) {
      try {
        return Files.writeString(folder.resolve(name), text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Starts it with that file, whose names, ports and certificates are replaced by the site's. */
  ToolProcess start(Site site, String text) {
    try {
      Files.createDirectories(site.folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String own =
        file(site, text)
            .replace("127.0.0.1:3000", "127.0.0.1:" + site.nodes[0])
            .replace("127.0.0.1:3001", "127.0.0.1:" + site.nodes[0])
            .replace("127.0.0.1:3002", "127.0.0.1:" + site.nodes[1]);
    Path written = site.write("onlookers.conf", own);
    Map<String, String> home =
        Map.of("HOME", site.folder.toString(), "XDG_DATA_HOME", site.folder.toString());
    return ToolProcess.start(site.folder, home, command(site, written));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What {@code a2enmod} would do: the modules that the file names, each with what it depends on.
   */
  private static String apacheModules(String file) {
    Matcher named = Pattern.compile("# +a2enmod (.+)").matcher(file);
    if (!named.find()) {
      throw new AssertionError("no a2enmod in " + file);
    }
    Set<String> modules = new LinkedHashSet<>();
    Stream.concat(APACHE_MODULES.stream(), Stream.of(named.group(1).split(" ")))
        .forEach(module -> addApacheModule(module, modules));
    return modules.stream().map(ReverseProxy::loadLine).collect(joining("\n"));
  }

  private static void addApacheModule(String module, Set<String> modules) {
    Matcher depends = Pattern.compile("# Depends: (.+)").matcher(loadFile(module));
    if (depends.find()) {
      Stream.of(depends.group(1).split(" ")).forEach(other -> addApacheModule(other, modules));
    }
    modules.add(module);
  }

  private static String loadFile(String module) {
    return read(MODULES.resolve(module + ".load"));
  }

  private static String loadLine(String module) {
    String line =
        loadFile(module).lines().filter(l -> l.startsWith("LoadModule")).findFirst().orElse("");
    String types = module.equals("mime") ? "\nTypesConfig /dev/null" : "";
    return line.replace("/usr/lib/apache2", Tools.ROOT + "/usr/lib/apache2") + types;
  }
}
