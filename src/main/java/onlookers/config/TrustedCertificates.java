package onlookers.config;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Certificates of those whom a TLS client believes, read from a file in PEM: of an authority, or of
 * the servers themselves. What stands between the certificates, such as their names in plain text,
 * is passed over.
 *
 * @param file where they were read from
 * @param certificates at least one, in the order of the file
 */
public record TrustedCertificates(Path file, List<X509Certificate> certificates) {
  /** More than the bundle of all public authorities has. */
  private static final long MAX_BYTES = 4_194_304;

  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----([^-]*+)-----END CERTIFICATE-----");
  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";

  /** Copies the list. */
  public TrustedCertificates {
    certificates = List.copyOf(certificates);
  }

  /**
   * Reads the file.
   *
   * @param path of a regular file of at most 4 MiB
   * @throws IllegalArgumentException with what would be right and what is wrong with this one
   */
  public static TrustedCertificates read(String path) {
    String text = contents(path);
    List<X509Certificate> certificates = new ArrayList<>();
    Matcher block = CERTIFICATE.matcher(text);
    while (block.find()) {
      certificates.add(certificate(block.group(1), certificates.size() + 1));
    }
    if (certificates.size() < begun(text)) {
      throw wrong("one certificate of this file has no end");
    }
    if (certificates.isEmpty()) {
      throw wrong("this one holds none");
    }
    return new TrustedCertificates(Path.of(path), certificates);
  }

  private static String contents(String path) {
    try {
      // Whatever a certificate's name in plain text is written in: what counts is ASCII.
      return new String(NamedFile.read(path, MAX_BYTES), StandardCharsets.ISO_8859_1);
    } catch (IllegalArgumentException e) {
      throw wrong("this one " + e.getMessage());
    }
  }

  private static int begun(String text) {
    return text.split(Pattern.quote(BEGIN), -1).length - 1;
  }

  private static X509Certificate certificate(String base64, int number) {
    try {
      byte[] der = Base64.getMimeDecoder().decode(base64);
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException | IllegalArgumentException e) {
      throw wrong("certificate " + number + " of this one is garbled");
    }
  }

  private static IllegalArgumentException wrong(String why) {
    return new IllegalArgumentException(
        "the path of a file with one or more certificates in PEM, each between '"
            + BEGIN
            + "' and '-----END CERTIFICATE-----'; "
            + why);
  }
}
