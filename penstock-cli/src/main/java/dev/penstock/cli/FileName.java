package dev.penstock.cli;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * A file's name as it was given: bytes, which need not be text.
 *
 * <p>As a string it is UTF-8, and each byte that is not, is one of the lone surrogates U+DC80 to
 * U+DCFF, which no UTF-8 decodes to: so nothing is lost, and names of text are ordinary strings.
 */
final class FileName {
  private static final char ESCAPE = 0xDC00; // plus the byte
  private static final Path WORKING_DIRECTORY = Path.of("/proc/self/cwd");
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";

  private final String name;

  FileName(String name) {
    this.name = name;
  }

  /** The string of a name's bytes. */
  static String decode(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length);
    int at = 0;
    while (at < bytes.length) {
      int length = lengthAt(bytes, at);
      if (length > 0) {
        text.append(new String(bytes, at, length, StandardCharsets.UTF_8));
        at += length;
      } else {
        text.append((char) (ESCAPE + (bytes[at] & 0xFF)));
        at++;
      }
    }
    return text.toString();
  }

  /** How many bytes the character has that begins here; 0 when none does. */
  private static int lengthAt(byte[] bytes, int at) {
    for (int length = 1; length <= Math.min(4, bytes.length - at); length++) {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, at, length));
        return length;
      } catch (CharacterCodingException e) {
        // too short, or no UTF-8 at all
      }
    }
    return 0;
  }

  /** The bytes that were given. */
  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(name.length());
    name.codePoints()
        .forEach(
            c -> {
              if (c >= ESCAPE + 0x80 && c <= ESCAPE + 0xFF) {
                bytes.write(c - ESCAPE);
              } else {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
              }
            });
    return bytes.toByteArray();
  }

  /** The name as text; what is none becomes U+FFFD. */
  String text() {
    StringBuilder text = new StringBuilder(name.length());
    name.codePoints().forEach(c -> text.appendCodePoint(isSurrogate(c) ? 0xFFFD : c));
    return text.toString();
  }

  private static boolean isSurrogate(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }

  /** Whether the name is of standard input. */
  boolean isStandardInput() {
    return name.equals("-");
  }

  /** Whether {@link #escaped} differs from what was given. */
  boolean needsEscape() {
    return name.chars().anyMatch(c -> c == '\\' || c == '\n' || c == '\r');
  }

  /** The bytes as one line, as {@code sha256sum} has it: backslash, \n and \r are escaped. */
  byte[] escaped() {
    if (!needsEscape()) {
      return bytes();
    }
    String line = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    return new FileName(line).bytes();
  }

  /** The file. A name, or a working directory, that the locale cannot hold goes by its bytes. */
  Path path() {
    String directory = System.getProperty("user.dir", "");
    if ((isPlain(name) && isPlain(directory)) || !Files.isDirectory(WORKING_DIRECTORY)) {
      return Path.of(name);
    }
    StringBuilder uri = new StringBuilder("file://");
    if (!name.startsWith("/")) {
      uri.append(WORKING_DIRECTORY).append('/');
    }
    for (byte b : bytes()) {
      if (UNRESERVED.indexOf(b) >= 0) {
        uri.append((char) b);
      } else {
        uri.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return Path.of(URI.create(uri.toString())); // decoded to bytes, whatever the locale
  }

  private static boolean isPlain(String text) {
    return text.chars().allMatch(c -> c < 0x80 && c != '?');
  }

  @Override
  public String toString() {
    return text();
  }
}
