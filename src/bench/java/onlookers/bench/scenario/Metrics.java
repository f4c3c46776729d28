package onlookers.bench.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Reads the product's {@code /metrics}. */
final class Metrics {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final HttpRequest request;

  Metrics(String base) {
    request = HttpRequest.newBuilder(URI.create(base + "/metrics")).build();
  }

  /** The value of a metric without labels, now. */
  double value(String name) {
    return text()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no metric " + name));
  }

  private String text() {
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
