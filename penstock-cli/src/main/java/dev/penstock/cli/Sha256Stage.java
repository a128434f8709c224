package dev.penstock.cli;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 of each file. */
final class Sha256Stage extends FileStage {
  private final MessageDigest digest;

  Sha256Stage(Chunks chunks) {
    super(chunks);
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  @Override
  void update(byte[] chunk, int length) {
    digest.update(chunk, 0, length);
  }

  @Override
  void finish(Chunk last, long bytes) {
    last.sha256 = digest.digest();
    last.sha256Bytes = bytes;
  }
}
