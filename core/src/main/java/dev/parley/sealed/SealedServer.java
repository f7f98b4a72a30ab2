package dev.parley.sealed;

import dev.parley.internal.buffer.LoginBytes;
import dev.parley.internal.noise.CipherState;
import dev.parley.internal.noise.Handshake;
import dev.parley.internal.noise.X25519;
import dev.parley.layer.ProtocolException;
import dev.parley.problem.Problem;
import dev.parley.problem.SealedProblem;
import dev.parley.secure.FramingAgreement;
import dev.parley.secure.LayerContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The server side of a sealed session (docs/PROTOCOL.md §10).
///
/// ```
///   server                                        client
///     │ ── opening, with 32 random bytes ───────────▶ │
///     │ ◀── hello: name, id, Noise message 1 ──────── │   its tag covers key, name, random bytes
///     │ ── answer: Noise message 2 ─────────────────▶ │
///     │ ◀═════════════════ records ═════════════════▶ │   wrong or short hello: closed silently
/// ```
///
/// Before the client has authenticated, this side buffers at most one hello, computes no
/// Diffie-Hellman, and takes the same steps whether or not the given name has a key. Confined to
/// its session's thread.
final class SealedServer extends SealedStream {
  private final SealedSecurity security;
  private final LayerContext context;
  private final byte[] opening;
  private @Nullable NamedKey key;

  /// The [KeyRing#generation] in which the key was last found.
  private @Nullable Object seenIn;

  SealedServer(SealedSecurity security, LayerContext context) {
    super(SealedFormat.MAX_HELLO);
    this.security = security;
    this.context = context;
    this.opening = SealedFormat.opening(security.aead(), context.entropy());
  }

  @Override
  public void start(Sink outer) {
    outer.put(ByteBuffer.wrap(opening).asReadOnlyBuffer());
  }

  @Override
  void login(ByteBuffer wire, Sink outer) throws ProtocolException {
    ByteBuffer hello = begun;
    if (hello == null) {
      throw SealedFormat.refused(SealedProblem.CLIENT_TALKS_ON);
    }
    LoginBytes.fill(hello, wire);
    int need = SealedFormat.helloNeeds(hello);
    if (hello.position() < need) {
      return;
    }
    if (hello.position() > need || wire.hasRemaining()) {
      throw SealedFormat.refused(SealedProblem.TOO_EARLY);
    }
    begun = null;
    answer(hello.flip(), outer);
  }

  private void answer(ByteBuffer hello, Sink outer) throws ProtocolException {
    byte[] name = new byte[hello.get()];
    hello.get(name);
    int id = hello.getInt();
    byte[] message = new byte[hello.getChar()];
    hello.get(message);
    String caller = new String(name, StandardCharsets.US_ASCII);

    KeyRing.Found found = security.ring().find(caller, id);
    byte[] bytes = found.key().copyOfBytes();
    Handshake handshake =
        new Handshake(
            security.aead(),
            SealedFormat.prologue(opening, caller, id, security.serverName()),
            bytes);
    Arrays.fill(bytes, (byte) 0);
    byte[] payload = handshake.readFirst(message);
    if (payload == null || !found.isKnown()) {
      throw new ProtocolException(
          ProtocolException.Fault.WRONG_PROOF, refusal(security, caller, found.isKnown()));
    }
    FramingAgreement theirs = FramingAgreement.of(payload);
    if (theirs == null) {
      throw SealedFormat.refused(SealedProblem.NO_FRAMING, found.key().toString());
    }
    FramingAgreement ours = context.agreement();
    byte[] answer = handshake.writeSecond(X25519.fresh(context.entropy()), ours.toBytes());
    if (answer == null) {
      throw SealedFormat.refused(SealedProblem.BAD_PUBLIC_KEY, found.key().toString());
    }
    outer.put(ByteBuffer.wrap(SealedFormat.answer(answer)));
    if (!theirs.equals(ours)) {
      // The client has the key, so it may be told our framings.
      throw SealedFormat.declined(disagreement(found.key(), theirs, ours));
    }
    CipherState[] keys = handshake.split();
    key = found.key();
    open(keys[1], keys[0], context, outer);
  }

  /// Returns why a client was refused, for our own log only; the client is not told.
  static Problem refusal(SealedSecurity security, String caller, boolean isKnown) {
    SealedProblem why;
    if (isKnown) {
      why = SealedProblem.WRONG_KEY;
    } else if (security.ring().knows(caller)) {
      why = SealedProblem.UNKNOWN_ID;
    } else {
      why = SealedProblem.UNKNOWN_NAME;
    }
    return Problem.of(why, caller);
  }

  /// Returns how the framings of a client and of this server differ.
  static Problem disagreement(NamedKey key, FramingAgreement theirs, FramingAgreement ours) {
    return Problem.of(
        SealedProblem.CLIENT_FRAMING, key.toString(), theirs.described(), ours.described());
  }

  @Override
  ProtocolException endedInLogin() {
    ByteBuffer hello = begun;
    int there = hello == null ? 0 : hello.position();
    return there == 0
        ? SealedFormat.refused(SealedProblem.NO_HELLO)
        : SealedFormat.refused(SealedProblem.HELLO_CUT, there);
  }

  @Override
  public @Nullable String principal() {
    NamedKey proven = key;
    return proven == null ? null : proven.name();
  }

  @Override
  public boolean isRevoked() {
    NamedKey proven = key;
    KeyRing ring = security.ring();
    Object now = ring.generation();
    if (proven == null || now.equals(seenIn)) {
      return false;
    }
    if (!ring.holds(proven)) {
      return true;
    }
    seenIn = now;
    return false;
  }
}
