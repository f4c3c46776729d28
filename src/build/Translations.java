import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Compiles the plugin's translations: {@code java src/build/Translations.java FROM TO}, for each
 * {@code NAME-LOCALE.po} in FROM.
 *
 * <ul>
 *   <li>{@code NAME-LOCALE.mo}: GNU gettext's format, little-endian, without a hash table
 *   <li>{@code NAME-LOCALE.l10n.php}: the same as PHP, which WordPress 6.5 and later prefer
 *   <li>{@code NAME-LOCALE-MD5.json}: in the form of Jed 1.x, for each script that has texts; MD5
 *       is of the script's path within the plugin, as {@code load_script_textdomain()} expects
 * </ul>
 *
 * <p>It needs nothing but the JDK, so that a build without Node.js and gettext packs a whole
 * plugin, too. What it reads is a subset of the PO format: no obsolete entries and no octal
 * escapes.
 */
final class Translations {
  private static final Pattern LINE =
      Pattern.compile("(?:(msgctxt|msgid|msgid_plural|msgstr)(?:\\[(\\d+)])? )?\"(.*)\"");
  private static final int MO_MAGIC = 0x950412de;
  private static final int MO_HEADER_BYTES = 28;
  private static final char CONTEXT_END = '\4';
  private static final char FORM_END = '\0';

  public static void main(String[] args) throws IOException {
    Path from = Path.of(args[0]);
    Path to = Files.createDirectories(Path.of(args[1]));
    empty(to);
    try (DirectoryStream<Path> sources = Files.newDirectoryStream(from, "*.po")) {
      for (Path source : sources) {
        String name = source.getFileName().toString().replaceFirst("\\.po$", "");
        Catalogue catalogue = Catalogue.read(source);
        Files.write(to.resolve(name + ".mo"), catalogue.toMo());
        Files.writeString(to.resolve(name + ".l10n.php"), catalogue.toPhp());
        for (String script : catalogue.scripts()) {
          Files.writeString(
              to.resolve(name + "-" + md5(script) + ".json"), catalogue.toJson(script));
        }
      }
    }
  }

  /** A language or a script that is no more leaves nothing in the plugin. */
  private static void empty(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  private static String md5(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has MD5", e);
    }
  }

  /** One text: where it stands, what it is called, and what it is in the language, form by form. */
  private static final class Entry {
    final List<String> places = new ArrayList<>();
    final Map<String, StringBuilder> fields = new TreeMap<>();

    String field(String name) {
      return fields.getOrDefault(name, new StringBuilder()).toString();
    }

    /** Context and singular, by which WordPress looks it up. */
    String key() {
      return fields.containsKey("msgctxt")
          ? field("msgctxt") + CONTEXT_END + field("msgid")
          : field("msgid");
    }

    /** As gettext looks it up: with the plural. */
    String keyOfMo() {
      return fields.containsKey("msgid_plural") ? key() + FORM_END + field("msgid_plural") : key();
    }

    List<String> forms() {
      if (fields.containsKey("msgstr")) {
        return List.of(field("msgstr"));
      }
      List<String> forms = new ArrayList<>();
      while (fields.containsKey("msgstr" + forms.size())) {
        forms.add(field("msgstr" + forms.size()));
      }
      return forms;
    }
  }

  private record Catalogue(Map<String, String> headers, List<Entry> entries) {

    static Catalogue read(Path file) throws IOException {
      List<Entry> entries = new ArrayList<>();
      for (String paragraph : Files.readString(file).strip().split("\n\n+")) {
        entries.add(entry(file, paragraph));
      }
      Entry header = entries.remove(0);
      Map<String, String> headers =
          header
              .field("msgstr")
              .lines()
              .map(line -> line.split(": ", 2))
              .collect(
                  Collectors.toMap(
                      part -> part[0], part -> part[1], (one, other) -> other, TreeMap::new));
      return new Catalogue(headers, entries);
    }

    private static Entry entry(Path file, String paragraph) {
      Entry entry = new Entry();
      StringBuilder field = new StringBuilder();
      for (String line : paragraph.lines().toList()) {
        if (line.startsWith("#: ")) {
          entry.places.addAll(List.of(line.substring(3).split(" ")));
        }
        if (line.startsWith("#")) {
          continue;
        }
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
          throw new IllegalArgumentException(file + ": " + line);
        }
        if (matcher.group(1) != null) {
          String form = matcher.group(2) == null ? "" : matcher.group(2);
          field =
              entry.fields.computeIfAbsent(matcher.group(1) + form, name -> new StringBuilder());
        }
        field.append(unquoted(matcher.group(3)));
      }
      return entry;
    }

    private static String unquoted(String text) {
      return Pattern.compile("\\\\(.)")
          .matcher(text)
          .replaceAll(
              escape ->
                  Matcher.quoteReplacement(
                      switch (escape.group(1)) {
                        case "n" -> "\n";
                        case "t" -> "\t";
                        default -> escape.group(1);
                      }));
    }

    /** The scripts that have texts in it, by their paths in the plugin. */
    List<String> scripts() {
      return entries.stream()
          .flatMap(entry -> entry.places.stream())
          .filter(place -> place.endsWith(".js"))
          .distinct()
          .sorted()
          .toList();
    }

    private String headerLines() {
      return headers.entrySet().stream()
          .map(header -> header.getKey() + ": " + header.getValue() + "\n")
          .collect(Collectors.joining());
    }

    /** Originals in the order of their bytes, as programs search them. */
    byte[] toMo() {
      Map<byte[], byte[]> texts = new TreeMap<>(java.util.Arrays::compareUnsigned);
      texts.put(new byte[0], headerLines().getBytes(UTF_8));
      for (Entry entry : entries) {
        String forms = String.join(String.valueOf(FORM_END), entry.forms());
        texts.put(entry.keyOfMo().getBytes(UTF_8), forms.getBytes(UTF_8));
      }
      int tables = MO_HEADER_BYTES + 16 * texts.size();
      int bytes =
          texts.entrySet().stream()
              .mapToInt(text -> text.getKey().length + text.getValue().length + 2)
              .sum();
      ByteBuffer mo = ByteBuffer.allocate(tables + bytes).order(ByteOrder.LITTLE_ENDIAN);
      mo.putInt(MO_MAGIC).putInt(0).putInt(texts.size());
      mo.putInt(MO_HEADER_BYTES)
          .putInt(MO_HEADER_BYTES + 8 * texts.size())
          .putInt(0)
          .putInt(tables);
      int end = putTexts(mo, MO_HEADER_BYTES, tables, texts.keySet());
      putTexts(mo, MO_HEADER_BYTES + 8 * texts.size(), end, texts.values());
      return mo.array();
    }

    /** A table of lengths and places, and what it tells of. Gives where the next text may begin. */
    private static int putTexts(ByteBuffer mo, int table, int from, Iterable<byte[]> texts) {
      int row = table;
      int at = from;
      for (byte[] text : texts) {
        mo.putInt(row, text.length).putInt(row + 4, at).put(at, text);
        row += 8;
        at += text.length + 1; // a zero byte behind each
      }
      return at;
    }

    String toPhp() {
      StringBuilder php = new StringBuilder("<?php\nreturn [");
      headers.forEach(
          (name, value) ->
              php.append(php(name.toLowerCase(java.util.Locale.ROOT)))
                  .append(" => ")
                  .append(php(value))
                  .append(", "));
      php.append("'messages' => [\n");
      for (Entry entry : entries) {
        String forms =
            entry.forms().stream().map(Catalogue::php).collect(Collectors.joining(" . \"\\0\" . "));
        php.append(php(entry.key())).append(" => ").append(forms).append(",\n");
      }
      return php.append("]];\n").toString();
    }

    private static String php(String text) {
      String quoted = "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
      return quoted.replace(String.valueOf(CONTEXT_END), "' . \"\\4\" . '");
    }

    String toJson(String script) {
      String texts =
          entries.stream()
              .filter(entry -> entry.places.contains(script))
              .map(
                  entry ->
                      json(entry.key())
                          + ":"
                          + entry.forms().stream()
                              .map(Catalogue::json)
                              .collect(Collectors.joining(",", "[", "]")))
              .collect(Collectors.joining(",\n"));
      return """
      {"source":%s,"domain":"messages","locale_data":{"messages":{
      "":{"domain":"messages","lang":%s,"plural-forms":%s},
      %s
      }}}
      """
          .formatted(
              json(script),
              json(headers.get("Language")),
              json(headers.get("Plural-Forms")),
              texts);
    }

    private static String json(String text) {
      StringBuilder quoted = new StringBuilder("\"");
      for (char c : text.toCharArray()) {
        if (c == '"' || c == '\\') {
          quoted.append('\\').append(c);
        } else if (c < ' ') {
          quoted.append(String.format("\\u%04x", (int) c));
        } else {
          quoted.append(c);
        }
      }
      return quoted.append('"').toString();
    }
  }
}
