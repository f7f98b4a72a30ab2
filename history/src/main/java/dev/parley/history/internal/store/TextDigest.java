package dev.parley.history.internal.store;

import dev.parley.chat.history.Draft;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// What a draft said when it was appended, in 64 bits: tells whether a draft that comes again with
/// the same id is the same, also after the message was edited. Confined to one thread.
final class TextDigest {
  private final MessageDigest sha256;

  TextDigest() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every Java has it.
    }
  }

  long of(Draft draft) {
    ByteBuffer head = ByteBuffer.allocate(Integer.BYTES + Long.BYTES);
    head.putInt(Codes.of(draft.kind())).putLong(draft.target());
    sha256.update(head.array());
    sha256.update(draft.text().getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.wrap(sha256.digest()).getLong();
  }
}
