package dev.parley.secure;

import dev.parley.frame.Layer;
import dev.parley.frame.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The serving side of a sealed session (docs/PROTOCOL.md §10).
///
/// ```
///   server                                        client
///     │ ── opening, with 32 random bytes ───────────▶ │
///     │ ◀── hello: name, id, Noise message 1 ──────── │   key, name, random bytes: all in its tag
///     │ ── answer: Noise message 2 ─────────────────▶ │
///     │ ◀═════════════════ records ═════════════════▶ │   wrong, short: closed without a word
/// ```
///
/// Keeps no more of a stranger's input than a hello's length, computes no Diffie-Hellman for one,
/// and takes the same steps whether or not there is a key of the name that it gave. Confined to its
/// session's thread.
final class SealedServer implements Layer {
  private final SealedSecurity security;
  private final Surroundings surroundings;
  private final byte[] opening;
  private final HeldBytes held = new HeldBytes();
  private @Nullable ByteBuffer hello = ByteBuffer.allocate(Sealed.MAX_HELLO);
  private @Nullable Records records;
  private @Nullable NamedKey key;

  SealedServer(SealedSecurity security, Surroundings surroundings) {
    this.security = security;
    this.surroundings = surroundings;
    this.opening = Sealed.opening(security.aead(), surroundings.entropy());
  }

  @Override
  public void start(Sink outer) {
    outer.put(ByteBuffer.wrap(opening).asReadOnlyBuffer());
  }

  @Override
  public void receive(ByteBuffer wire, Sink inner, Sink outer) throws ProtocolException {
    Records open = records;
    if (open != null) {
      open.opener.receive(wire, inner);
      return;
    }
    ByteBuffer begun = hello;
    if (begun == null) {
      throw Sealed.refused("the client goes on talking after its login was refused");
    }
    Sealed.fill(begun, Math.min(begun.capacity(), begun.position() + wire.remaining()), wire);
    try {
      int need = Sealed.helloNeeds(begun);
      if (begun.position() < need) {
        return;
      }
      if (begun.position() > need || wire.hasRemaining()) {
        throw Sealed.refused("the client talks on before its hello was answered");
      }
      hello = null;
      login(begun.flip(), outer);
    } catch (ProtocolException e) {
      hello = null;
      throw e;
    }
  }

  private void login(ByteBuffer begun, Sink outer) throws ProtocolException {
    byte[] name = new byte[begun.get()];
    begun.get(name);
    int id = begun.getInt();
    byte[] message = new byte[begun.getChar()];
    begun.get(message);
    String caller = new String(name, StandardCharsets.US_ASCII);

    KeyRing.Found found = security.ring().find(caller, id);
    byte[] bytes = found.key().copyOfBytes();
    Handshake handshake =
        new Handshake(
            security.aead(), Sealed.prologue(opening, caller, id, security.serverName()), bytes);
    Arrays.fill(bytes, (byte) 0);
    byte[] payload = handshake.readFirst(message);
    if (payload == null || !found.isKnown()) {
      throw refused(caller, found.isKnown());
    }
    Agreement theirs = Agreement.of(payload);
    if (theirs == null) {
      throw Sealed.refused(found.key() + " does not say how it marks off its messages");
    }
    Agreement ours = surroundings.agreement();
    byte[] answer = handshake.writeSecond(X25519.fresh(surroundings.entropy()), ours.toBytes());
    if (answer == null) {
      throw Sealed.refused(found.key() + " offers a public key that no fresh key can come of");
    }
    outer.put(ByteBuffer.wrap(Sealed.answer(answer)));
    if (!theirs.equals(ours)) {
      // It has the key, so it was told what is set here.
      throw Sealed.refused(
          found.key()
              + " has its framing set to "
              + theirs
              + ", this server to "
              + ours
              + "; set both to the same");
    }
    CipherState[] keys = handshake.split();
    key = found.key();
    Records open = new Records(keys[1], keys[0], surroundings);
    records = open;
    held.release(bytesOfOurs -> open.sealer.add(bytesOfOurs, outer));
    open.sealer.flush(outer);
  }

  /// For our own log alone; the other side is told nothing.
  private ProtocolException refused(String caller, boolean isKnown) {
    String why;
    if (isKnown) {
      why =
          "its key or the name of the server that it calls differs from ours, or its bytes were"
              + " changed or sent before";
    } else if (security.ring().knows(caller)) {
      why = "the id of its key is not one of those that are known here under this name";
    } else {
      why = "no key of this name is known here";
    }
    return Sealed.refused("a client that calls itself " + caller + " was refused: " + why);
  }

  @Override
  public void send(ByteBuffer inner, Sink outer) {
    Records open = records;
    if (open != null) {
      open.sealer.add(inner, outer);
    } else {
      held.add(inner);
    }
  }

  @Override
  public void flush(Sink outer) {
    Records open = records;
    if (open != null) {
      open.sealer.flush(outer);
    }
  }

  @Override
  public void finish(Sink outer) {
    Records open = records;
    if (open != null) {
      open.sealer.end(outer);
    }
  }

  @Override
  public void end() throws ProtocolException {
    Records open = records;
    if (open != null) {
      open.opener.end();
      return;
    }
    ByteBuffer begun = hello;
    throw Sealed.refused(
        "the stream ended after "
            + (begun == null ? 0 : begun.position())
            + " bytes of a sealed client's hello");
  }

  @Override
  public boolean isLogin() {
    return records == null;
  }

  @Override
  public boolean isTransparent() {
    return false;
  }

  @Override
  public int begun() {
    Records open = records;
    return open == null ? 0 : open.opener.begun();
  }

  @Override
  public boolean isHolding() {
    return !held.isEmpty();
  }

  @Override
  public long held() {
    return held.size();
  }

  @Override
  public @Nullable String principal() {
    NamedKey proven = key;
    return proven == null ? null : proven.name();
  }
}
