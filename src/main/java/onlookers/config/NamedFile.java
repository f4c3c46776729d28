package onlookers.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** A file that a setting names. */
final class NamedFile {
  private NamedFile() {}

  /**
   * Reads it whole.
   *
   * @param path of a regular file; Java takes an empty one for that of the folder we work in
   * @param maxBytes the most that it may hold
   * @throws IllegalArgumentException when it cannot be had; the message goes on after the words
   *     "this file", and does not hold the path
   */
  static byte[] read(String path, long maxBytes) {
    if (path.isEmpty()) {
      throw new IllegalArgumentException("cannot be read (its path is empty)");
    }
    try {
      Path file = Path.of(path);
      BasicFileAttributes kind = Files.readAttributes(file, BasicFileAttributes.class);
      if (!kind.isRegularFile()) {
        throw new IllegalArgumentException(
            kind.isDirectory() ? "is a folder" : "is no regular file");
      }
      if (kind.size() > maxBytes) {
        throw new IllegalArgumentException("has more than " + maxBytes + " bytes");
      }
      return Files.readAllBytes(file);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("cannot be read (what is given is no path)");
    } catch (IOException e) {
      throw new IllegalArgumentException(why(e));
    }
  }

  /** In words, since an administrator need not know Java's. */
  static String why(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "does not exist";
    }
    if (failure instanceof AccessDeniedException) {
      return "may not be read by the user " + System.getProperty("user.name");
    }
    String reason = failure instanceof FileSystemException file ? file.getReason() : null;
    return "cannot be read ("
        + (reason == null ? failure.getClass().getSimpleName() : reason)
        + ")";
  }
}
