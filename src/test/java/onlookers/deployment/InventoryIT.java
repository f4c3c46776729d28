package onlookers.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The WAR says what of others it carries. */
class InventoryIT {
  private static final Path WAR = Path.of("target", "onlookers.war");

  private static String entry(String name) throws IOException {
    try (ZipFile war = new ZipFile(WAR.toFile())) {
      ZipEntry entry = war.getEntry(name);
      assertThat(entry).as(name + ", which mvn -o package does not make anew").isNotNull();
      return new String(war.getInputStream(entry).readAllBytes(), UTF_8);
    }
  }

  /** The libraries' file names, without folder and ending. */
  private static List<String> libraries() throws IOException {
    try (ZipFile war = new ZipFile(WAR.toFile())) {
      return war.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.matches("WEB-INF/(lib|engine)/.+"))
          .map(name -> name.replaceAll(".*/|\\.(jar|engine)$", ""))
          .toList();
    }
  }

  @Test
  void theSbomNamesEachLibraryInsideWithItsVersion() throws IOException {
    List<JsonObject> components;
    try (JsonReader json = Json.createReader(new StringReader(entry("META-INF/sbom.json")))) {
      JsonObject sbom = json.readObject();
      assertThat(sbom.getString("bomFormat")).isEqualTo("CycloneDX");
      components = sbom.getJsonArray("components").getValuesAs(JsonObject.class);
    }
    List<String> names =
        components.stream().map(c -> c.getString("name") + "-" + c.getString("version")).toList();
    assertThat(libraries())
        .hasSizeGreaterThan(20)
        .allSatisfy(library -> assertThat(names).anyMatch(name -> name.startsWith(library)));
    assertThat(names)
        .as("its redis-servers and charts come from there")
        .anyMatch(n -> n.startsWith("embedded-redis-"))
        .anyMatch(n -> n.startsWith("uplot-"));
    assertThat(components).as("each has a licence").allMatch(c -> c.containsKey("licenses"));
  }

  @Test
  void theListOfLicencesNamesEachLibraryInside() throws IOException {
    String licences = entry("META-INF/third-party-licences.txt");
    assertThat(libraries())
        .allSatisfy(
            library -> assertThat(licences.replaceAll(":(\\d)", "-$1")).contains(":" + library));
    assertThat(licences).contains("embedded-redis", "uplot");
  }

  /** The redis-servers themselves have a licence of their own. */
  @Test
  void redisHasItsLicenceBesideIt() throws IOException {
    assertThat(entry("WEB-INF/classes/onlookers/standalone/redis-server.license"))
        .contains("Redis");
  }
}
