package dev.parley.sealed;

import dev.parley.internal.noise.CipherState;
import dev.parley.internal.noise.Handshake;
import dev.parley.internal.noise.X25519;
import dev.parley.layer.ProtocolException;
import dev.parley.problem.Problem;
import dev.parley.problem.SealedProblem;
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
      throw SealedFormat.refused(SealedProblem.ANSWER_FORGED, key.toString());
    }
    FramingAgreement ours = context.agreement();
    FramingAgreement theirs = FramingAgreement.of(payload);
    if (!ours.equals(theirs)) {
      throw SealedFormat.declined(disagreement(theirs, ours));
    }
    CipherState[] keys = greeted.split();
    open(keys[0], keys[1], context, outer);
  }

  /// Returns how the framings of a server and of this client differ.
  static Problem disagreement(@Nullable FramingAgreement theirs, FramingAgreement ours) {
    return Problem.of(
        SealedProblem.SERVER_FRAMING,
        theirs == null ? "null" : theirs.described(),
        ours.described());
  }

  private ByteBuffer expected() throws ProtocolException {
    ByteBuffer part = begun;
    if (part == null) {
      throw SealedFormat.refused(SealedProblem.SERVER_TALKS_ON);
    }
    return part;
  }

  @Override
  ProtocolException endedInLogin() {
    if (handshake == null) {
      ByteBuffer part = begun;
      return SealedFormat.refused(
          SealedProblem.OPENING_CUT,
          part == null ? 0 : part.position(),
          SealedFormat.OPENING_LENGTH);
    }
    String name = security.serverName();
    return name.isEmpty()
        ? SealedFormat.refused(SealedProblem.ENDED_WITHOUT_NAME, key.toString())
        : SealedFormat.refused(SealedProblem.ENDED_WITH_NAME, key.toString(), name);
  }
}
