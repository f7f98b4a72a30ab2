package dev.parley.sealed;

import dev.parley.internal.noise.CipherState;
import dev.parley.internal.noise.Handshake;
import dev.parley.internal.noise.X25519;
import dev.parley.layer.ProtocolException;
import dev.parley.secure.FramingAgreement;
import dev.parley.secure.LayerContext;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The client side of a sealed session; see [SealedServer] for the sequence. Sends nothing to a
/// server whose opening is not that of a sealed server. Confined to its session's thread.
final class SealedClient extends SealedStream {
  private final SealedSecurity security;
  private final NamedKey key;
  private final LayerContext context;

  /// Null until the server's opening is complete; afterwards the answer is awaited.
  private @Nullable Handshake handshake;

  SealedClient(SealedSecurity security, NamedKey key, LayerContext context) {
    super(SealedFormat.OPENING_LENGTH);
    this.security = security;
    this.key = key;
    this.context = context;
  }

  @Override
  public void start(Sink outer) {
    // The server speaks first.
  }

  @Override
  void login(ByteBuffer wire, Sink outer) throws ProtocolException {
    if (handshake == null) {
      takeOpening(wire, outer);
    }
    Handshake greeted = handshake;
    if (greeted != null) {
      takeAnswer(greeted, wire, outer);
    }
  }

  private void takeOpening(ByteBuffer wire, Sink outer) throws ProtocolException {
    ByteBuffer opening = expected();
    boolean isWhole = SealedFormat.fill(opening, SealedFormat.OPENING_LENGTH, wire);
    SealedFormat.checkOpening(opening, security.aead());
    if (!isWhole) {
      return;
    }
    byte[] said = new byte[SealedFormat.OPENING_LENGTH];
    opening.get(0, said);
    byte[] bytes = key.copyOfBytes();
    Handshake greeted =
        new Handshake(
            security.aead(),
            SealedFormat.prologue(said, key.name(), key.idNumber(), security.serverName()),
            bytes);
    Arrays.fill(bytes, (byte) 0);
    byte[] first =
        greeted.writeFirst(X25519.fresh(context.entropy()), context.agreement().toBytes());
    handshake = greeted;
    begun = ByteBuffer.allocate(2 + SealedFormat.MAX_MESSAGE);
    outer.put(ByteBuffer.wrap(SealedFormat.hello(key, first)));
  }

  private void takeAnswer(Handshake greeted, ByteBuffer wire, Sink outer) throws ProtocolException {
    ByteBuffer answer = expected();
    // First up to the length field, then up to the end that it gives.
    boolean isLengthThere = SealedFormat.fill(answer, SealedFormat.answerNeeds(answer), wire);
    if (!isLengthThere || !SealedFormat.fill(answer, SealedFormat.answerNeeds(answer), wire)) {
      return;
    }
    byte[] message = new byte[answer.position() - 2];
    answer.get(2, message);
    begun = null;
    byte[] payload = greeted.readSecond(message);
    if (payload == null) {
      throw SealedFormat.refused(
          "the server's answer is not one of somebody who has the key "
              + key
              + ", or was changed on its way; do not trust it");
    }
    FramingAgreement ours = context.agreement();
    FramingAgreement theirs = FramingAgreement.of(payload);
    if (!ours.equals(theirs)) {
      throw SealedFormat.declined(disagreement(theirs, ours));
    }
    CipherState[] keys = greeted.split();
    open(keys[0], keys[1], context, outer);
  }

  /// Returns a sentence on how the framings of a server and of this client differ.
  static String disagreement(@Nullable FramingAgreement theirs, FramingAgreement ours) {
    return "the server has its framing set to "
        + theirs
        + ", this client to "
        + ours
        + "; set both to the same";
  }

  private ByteBuffer expected() throws ProtocolException {
    ByteBuffer part = begun;
    if (part == null) {
      throw SealedFormat.refused("the server goes on talking after its login was refused");
    }
    return part;
  }

  @Override
  ProtocolException endedInLogin() {
    ByteBuffer part = begun;
    int there = part == null ? 0 : part.position();
    return SealedFormat.refused(
        handshake == null
            ? "the stream ended after "
                + there
                + " of "
                + SealedFormat.OPENING_LENGTH
                + " bytes of a sealed server's opening; perhaps the server asks for no key, or talks"
                + " TLS"
            : "the server ended the connection instead of answering the key "
                + key
                + ": unless it was stopped at that moment, it does not have this key under this name, or it has another name than "
                + (security.serverName().isEmpty()
                    ? "none, as this client is set"
                    : security.serverName()));
  }
}
