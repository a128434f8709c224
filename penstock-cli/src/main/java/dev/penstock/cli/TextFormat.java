package dev.penstock.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * {@code sha256 crc32 lines bytes name}, with two spaces between. As {@code sha256sum} does it, a
 * name that would not be one line is escaped, and its line begins with a backslash.
 */
final class TextFormat implements DigestFormat {
  @Override
  public void write(OutputStream out, Digest digest) throws IOException {
    String mark = digest.file().needsEscape() ? "\\" : "";
    String text =
        "%s%s  %s  %d  %d  "
            .formatted(mark, digest.sha256(), digest.crc32(), digest.lines(), digest.bytes());
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.write(digest.file().escaped());
    out.write('\n');
  }
}
