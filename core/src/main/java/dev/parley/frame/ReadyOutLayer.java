package dev.parley.frame;

import dev.parley.layer.Layer;
import dev.parley.layer.LayerLogin;
import dev.parley.layer.LayerState;
import dev.parley.layer.ProtocolException;
import java.nio.ByteBuffer;

/// The layer of a session that sends with `ready` and receives with another framing, usually raw:
/// finds the word `ready` among the bytes of the other framing.
///
/// Nothing separates the word from a reply, so it is searched for only while it is due, at most
/// once per read, and in two places:
///
/// ```
///   r e a d y …        at the start, where reads may split it:  r e | a d y
///   … r e a d y        at the end: the reply to the last message and the word in one read
/// ```
///
/// All other bytes pass through. Confined to its session's thread.
final class ReadyOutLayer implements Layer {
  private final ReadyOutbox outbox;

  /// Bytes of the word that earlier reads began with, held back.
  private int kept;

  ReadyOutLayer(ReadyOutbox outbox) {
    this.outbox = outbox;
  }

  @Override
  public void start(Sink outer) {}

  @Override
  public void receive(ByteBuffer wire, Sink inner, Sink outer) {
    if (outbox.isAwaiting() && (takePrefix(wire, inner, outer) || takeSuffix(wire, inner, outer))) {
      return;
    }
    pass(wire, wire.limit(), inner);
  }

  /// Returns true if `wire` begins with the word, or with a part of it that the next read may
  /// complete.
  private boolean takePrefix(ByteBuffer wire, Sink inner, Sink outer) {
    int fits = matching(wire);
    if (kept > 0 && kept + fits < ReadyOutbox.wordLength() && fits < wire.remaining()) {
      int reply = kept; // it only looked like the word
      kept = 0;
      inner.put(ReadyOutbox.word(reply));
      fits = matching(wire);
    }
    if (kept + fits == ReadyOutbox.wordLength()) {
      kept = 0;
      wire.position(wire.position() + fits);
      outbox.acknowledged(outer);
      pass(wire, wire.limit(), inner);
      return true;
    }
    if (fits == wire.remaining()) {
      kept += fits;
      wire.position(wire.limit());
      return true;
    }
    return false;
  }

  /// Returns true if `wire` ends with the word.
  private boolean takeSuffix(ByteBuffer wire, Sink inner, Sink outer) {
    int word = wire.limit() - ReadyOutbox.wordLength();
    if (word < wire.position()) {
      return false;
    }
    for (int i = 0; i < ReadyOutbox.wordLength(); i++) {
      if (wire.get(word + i) != ReadyOutbox.wordAt(i)) {
        return false;
      }
    }
    pass(wire, word, inner);
    wire.position(wire.limit());
    outbox.acknowledged(outer);
    return true;
  }

  /// Returns how many bytes at the position of `wire` continue the word after the first `kept`.
  private int matching(ByteBuffer wire) {
    int max = Math.min(ReadyOutbox.wordLength() - kept, wire.remaining());
    int fits = 0;
    while (fits < max && wire.get(wire.position() + fits) == ReadyOutbox.wordAt(kept + fits)) {
      fits++;
    }
    return fits;
  }

  private static void pass(ByteBuffer wire, int end, Sink inner) {
    int limit = wire.limit();
    if (end > wire.position()) {
      inner.put(wire.limit(end));
    }
    wire.limit(limit).position(end);
  }

  @Override
  public void send(ByteBuffer inner, Sink outer) {
    outbox.add(inner, outer);
  }

  @Override
  public void end() throws ProtocolException {
    outbox.end();
  }

  @Override
  public LayerLogin login() {
    return LayerLogin.NONE;
  }

  @Override
  public LayerState state() {
    return outbox;
  }
}
