package onlookers.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import onlookers.fixture.PrivateCa;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedCertificatesTest {
  private static @TempDir Path shared;
  private static String pem = "";
  @TempDir private Path folder;

  @BeforeAll
  static void makeACertificate() throws IOException {
    pem = Files.readString(PrivateCa.in(shared).certificate());
  }

  @Test
  void everyCertificateOfTheFileIsRead() throws IOException {
    Path file =
        write("# Müller's CA\n" + pem + "\n\nthe same again:\n" + pem.replace("\n", "\r\n"));
    TrustedCertificates read = load(file.toString()).settings().redisCa().orElseThrow();
    assertThat(read.file()).isEqualTo(file);
    assertThat(read.certificates())
        .hasSize(2)
        .allSatisfy(
            certificate ->
                assertThat(certificate.getSubjectX500Principal().getName())
                    .isEqualTo("CN=Onlookers Test CA"));
  }

  @Test
  void whatIsNoFileOfCertificatesIsRefusedWithWhatIsWrongWithIt() throws IOException {
    assertRefused(folder.resolve("missing.pem").toString(), "this one does not exist");
    assertRefused(folder.toString(), "this one is a folder");
    assertRefused("", "this one cannot be read (its path is empty)");
    assertRefused("\0", "this one cannot be read (what is given is no path)");
    assertRefused(write("").toString(), "this one holds none");
    assertRefused(write("-----BEGIN PRIVATE KEY-----\n").toString(), "this one holds none");
    assertRefused(write("x".repeat(4_194_305)).toString(), "more than 4194304 bytes");
  }

  @Test
  void aGarbledCertificateIsNamed() throws IOException {
    int middle = pem.length() / 2;
    String garbled = pem.replace("CERTIFICATE-----\nMII", "CERTIFICATE-----\nAII");
    assertRefused(write(pem + garbled).toString(), "certificate 2 of this one is garbled");
    String noBase64 = pem.replace("CERTIFICATE-----\nMII", "CERTIFICATE-----\n***");
    assertRefused(write(noBase64).toString(), "certificate 1 of this one is garbled");
    String cut = pem.substring(0, middle);
    assertRefused(write(cut).toString(), "one certificate of this file has no end");
    assertRefused(write(cut + pem).toString(), "one certificate of this file has no end");
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("ca.pem"), text, StandardCharsets.ISO_8859_1);
  }

  private static void assertRefused(String path, String why) {
    assertThatThrownBy(() -> load(path))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith("redis.ca (command line --redis.ca) is \"")
        .hasMessageContaining("right is the path of a file with one or more certificates in PEM")
        .hasMessageContaining(why);
  }

  private static Settings.Loaded load(String path) {
    Map<String, String> given = Map.of("redis.ca", path, "redis.uri", "rediss://h");
    return SettingsLoader.load(Sources.only(given, Deployment.SERVER));
  }
}
