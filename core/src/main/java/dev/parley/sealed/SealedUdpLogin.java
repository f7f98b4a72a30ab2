package dev.parley.sealed;

import dev.parley.internal.noise.Handshake;
import dev.parley.internal.noise.X25519;
import dev.parley.layer.DatagramLayer.End;
import dev.parley.problem.Problem;
import dev.parley.problem.SealedProblem;
import dev.parley.sealed.SealedPacket.Cookie;
import dev.parley.sealed.SealedPacket.Payload;
import dev.parley.secure.DatagramContext;
import dev.parley.secure.FramingAgreement;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The logins of a [SealedUdpClient], one after another: the first begins the session, later ones
/// renew its keys. Never throws because of received data. Confined to its socket's event loop.
///
/// ```
///   IDLE ── greet ──▶ GREETING ── cookie ──▶ PROVING ── answer ──▶ IDLE
///                        ▲ └─ resent after 0.5, 1, 2, 4 s ─┘ │
///                        └── wrong answer, or no more proofs ┘
/// ```
final class SealedUdpLogin<A> {
  /// The first timeout for resending a request, doubled each time.
  static final long FIRST_RESEND_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private static final int MAX_DOUBLINGS = 3;

  /// The maximum number of times that a proof is sent; after that its cookie is about to expire.
  private static final int MAX_PROOFS = 5;

  private enum Step {
    IDLE,
    GREETING,
    PROVING
  }

  private final SealedUdpClient<A> client;
  private final SealedSecurity security;
  private final NamedKey key;
  private final DatagramContext<A> context;
  private Step step = Step.IDLE;
  private byte[] random = {};
  private @Nullable Handshake handshake;
  private byte[] request = {};
  private int requests;
  private long resendAt;
  private boolean wasGreeted;
  private boolean wasMisled;
  private boolean wasEchoed;

  SealedUdpLogin(
      SealedUdpClient<A> client,
      SealedSecurity security,
      NamedKey key,
      DatagramContext<A> context) {
    this.client = client;
    this.security = security;
    this.key = key;
    this.context = context;
  }

  /// Returns true between the first request of a login and its end.
  boolean isRunning() {
    return step != Step.IDLE;
  }

  /// Returns true once the server has answered any request.
  boolean wasGreeted() {
    return wasGreeted;
  }

  /// Something other than a sealed server has answered.
  void echoed() {
    wasEchoed = true;
  }

  /// Starts a login, from the beginning if one is running.
  void greet(long now) {
    random = new byte[Cookies.RANDOM_LENGTH];
    context.common().entropy().fill(random);
    step = Step.GREETING;
    handshake = null;
    request(SealedPacket.hello(security.aead(), random), now);
  }

  private void request(byte[] bytes, long now) {
    request = bytes;
    requests = 0;
    resend(now);
  }

  private void resend(long now) {
    client.transmit(ByteBuffer.wrap(request), now);
    resendAt = now + (FIRST_RESEND_NANOS << Math.min(requests, MAX_DOUBLINGS));
    requests++;
  }

  /// Sends the last request again if it is time for that.
  void resendIfDue(long now) {
    if (now - resendAt < 0) {
      return;
    }
    if (step == Step.PROVING && requests >= MAX_PROOFS) {
      greet(now);
    } else {
      resend(now);
    }
  }

  /// Processes the server's cookie.
  void greeted(ByteBuffer in) {
    Cookie cookie = Cookie.of(in);
    if (step != Step.GREETING || cookie == null || !MessageDigest.isEqual(cookie.random, random)) {
      return;
    }
    if (cookie.aead != security.aead().code()) {
      if (client.keys() == null) {
        client.over(End.REFUSED, Problem.of(SealedProblem.OTHER_CIPHER, security.aead()));
      }
      return;
    }
    prove(cookie, client.now());
  }

  private void prove(Cookie cookie, long now) {
    wasGreeted = true;
    byte[] bytes = key.copyOfBytes();
    Handshake begun =
        new Handshake(
            security.aead(),
            SealedFormat.prologue(
                SealedPacket.opening(security.aead(), cookie.random, cookie.time, cookie.mac),
                SealedFormat.DATAGRAM,
                key.name(),
                key.idNumber(),
                security.serverName()),
            bytes);
    Arrays.fill(bytes, (byte) 0);
    TransportKeys old = client.keys();
    byte[] shown =
        old == null
            ? new byte[SealedPacket.TICKET_LENGTH]
            : SealedPacket.ticketProof(client.ticket(), cookie.mac);
    FramingAgreement ours = context.common().agreement();
    byte[] first =
        begun.writeFirst(
            X25519.fresh(context.common().entropy()),
            Payload.bytes(old == null ? 0 : old.id(), shown, ours));
    handshake = begun;
    step = Step.PROVING;
    request(SealedPacket.proof(cookie, key, first), now);
  }

  /// Processes the server's answer to our proof.
  void answered(ByteBuffer in) {
    Handshake begun = handshake;
    byte[] message = SealedPacket.answered(in, random);
    if (step != Step.PROVING || begun == null || message == null) {
      return;
    }
    long now = client.now();
    byte[] sealed = begun.readSecond(message);
    if (sealed == null) {
      wasMisled = true;
      greet(now); // this handshake has failed; another may succeed
      return;
    }
    Payload payload = Payload.of(sealed);
    FramingAgreement ours = context.common().agreement();
    if (!ours.equals(payload.agreement)) {
      client.over(End.REFUSED, SealedClient.disagreement(payload.agreement, ours));
    } else if (payload.session == 0) {
      if (client.keys() == null) {
        client.over(End.REFUSED, Problem.of(SealedProblem.NO_ROOM, key.toString()));
      } // else the next resend asks again
    } else {
      stop();
      request = new byte[0];
      client.open(payload, begun.split(), now);
    }
  }

  /// Ends the session because its first login took too long.
  void giveUp() {
    if (wasMisled) {
      client.over(End.REFUSED, Problem.of(SealedProblem.ANSWER_FORGED, key.toString()));
    } else if (wasGreeted) {
      client.over(
          End.REFUSED,
          security.serverName().isEmpty()
              ? Problem.of(SealedProblem.UNANSWERED_WITHOUT_NAME, key.toString())
              : Problem.of(
                  SealedProblem.UNANSWERED_WITH_NAME, key.toString(), security.serverName()));
    } else if (wasEchoed) {
      client.over(End.REFUSED, Problem.of(SealedProblem.NO_SEALED_SERVER_THERE));
    } else {
      client.over(End.LOGIN_TIMED_OUT, Problem.of(SealedProblem.NOTHING_CAME));
    }
  }

  /// Stops: no login is running any more.
  void stop() {
    step = Step.IDLE;
    handshake = null;
  }
}
