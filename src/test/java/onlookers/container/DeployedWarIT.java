package onlookers.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The WAR that is shipped, as each server deploys it. The tag tells the build to start a server.
 */
@Tag("container")
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class DeployedWarIT {
  private static final URI BASE =
      URI.create("http://127.0.0.1:" + System.getProperty("test.http.port") + "/onlookers/");

  @Deployment(testable = false)
  static WebArchive war() {
    return ShrinkWrap.createFromZipFile(WebArchive.class, new File("target/onlookers.war"));
  }

  @Test
  void theDemoPageIsServed() throws Exception {
    assertThat(get("").statusCode()).isEqualTo(200);
  }

  @Test
  void theClassesOfTheExecutableWarAreNotServed() throws Exception {
    assertThat(get("onlookers/boot/Main.class").statusCode()).isEqualTo(403);
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(BASE.resolve(path)).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }
}
