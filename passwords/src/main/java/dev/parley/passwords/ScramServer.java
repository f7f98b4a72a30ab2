package dev.parley.passwords;

import com.ongres.scram.common.ScramFunctions;
import dev.parley.frame.Sniff;
import dev.parley.layer.ProtocolException;
import dev.parley.problem.LoginProblem;
import dev.parley.problem.Problem;
import dev.parley.secure.TlsChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The server side of a password login; see [ScramSide] for the sequence. One attempt per session.
/// Whether the proof, the name or the binding is wrong, it takes the same steps and gives the same
/// answer; only our own log says which. Its work is a few HMACs, as many for an unknown name.
/// Confined to its session's thread.
final class ScramServer extends ScramSide {
  private final Users users;
  private final Set<Binding> accepted;
  private final TlsChannel channel;
  private final Nonces nonces;

  /// A login whose first message has been answered.
  private record Attempt(
      ClientFirst first, Gs2Header header, Users.Found found, ServerFirst answer) {
    private static final int OBJECTS_COST = 512;

    /// Returns the memory of this attempt, in bytes. The client decides how long its strings are;
    /// if one character of a line is not Latin-1, each takes two bytes.
    int cost() {
      int characters =
          first.bare().length() + 2 * first.name().length() + 2 * first.nonce().length();
      return 2 * characters + OBJECTS_COST;
    }
  }

  private @Nullable Attempt attempt;
  private @Nullable String principal;
  private @Nullable Verifier verifier;

  ScramServer(Users users, Set<Binding> accepted, TlsChannel channel, Nonces nonces) {
    this.users = users;
    this.accepted = accepted;
    this.channel = channel;
    this.nonces = nonces;
  }

  @Override
  public void start(Sink outer) {
    say(Scram.opening(accepted), outer);
  }

  @Override
  void check(LoginLine begun) throws ProtocolException {
    if (attempt == null
        && !begun.agreesWith("p=")
        && !begun.agreesWith("n,")
        && !begun.agreesWith("y,")) {
      throw noLogin(begun);
    }
  }

  private static ProtocolException noLogin(LoginLine begun) {
    return Scram.refused(
        Problem.of(LoginProblem.NO_PASSWORD_CLIENT).withHint(Sniff.text(begun.begun())));
  }

  @Override
  void take(String text, boolean isMoreThere, Sink outer) throws ProtocolException {
    if (isMoreThere) {
      throw Scram.refused(LoginProblem.CLIENT_TOO_EARLY);
    }
    Attempt answered = attempt;
    if (answered == null) {
      attempt = answer(text, outer);
    } else {
      decide(answered, text, outer);
    }
  }

  @Override
  int kept() {
    Attempt answered = attempt;
    return answered == null ? 0 : answered.cost();
  }

  private Attempt answer(String text, Sink outer) throws ProtocolException {
    ClientFirst first = ClientFirst.parse(text);
    if (first == null) {
      throw Scram.refused(LoginProblem.CLIENT_FIRST_MESSAGE);
    }
    Gs2Header header = header(first, outer);
    Users.Found found = users.find(first.name());
    ServerFirst answer =
        new ServerFirst(
            first.nonce() + nonces.next(),
            found.verifier().saltText(),
            found.verifier().iterations());
    say(answer.line(), outer);
    return new Attempt(first, header, found, answer);
  }

  /// Returns the binding that the client requests, if it is accepted here. The error messages
  /// reveal our configuration, and nothing about the users.
  private Gs2Header header(ClientFirst first, Sink outer) throws ProtocolException {
    String flag = first.flag();
    if (flag.equals("y")) {
      say("e=server-does-support-channel-binding", outer);
      throw Scram.refused(LoginProblem.CLIENT_BINDING_HIDDEN);
    }
    Binding binding = flag.equals("n") ? Binding.NONE : Binding.TLS_EXPORTER;
    if (binding == Binding.TLS_EXPORTER && !flag.equals("p=tls-exporter")) {
      say("e=unsupported-channel-binding-type", outer);
      throw Scram.refused(LoginProblem.CLIENT_OTHER_BINDING);
    }
    if (!accepted.contains(binding)) {
      say("e=other-error", outer);
      throw Scram.refused(
          binding == Binding.NONE ? LoginProblem.CLIENT_UNBOUND : LoginProblem.CLIENT_BOUND);
    }
    if (binding == Binding.TLS_EXPORTER && channel.binding() == null) {
      say("e=channel-binding-not-supported", outer);
      throw Scram.refused(LoginProblem.CLIENT_NOTHING_TO_BIND);
    }
    return Gs2Header.of(binding);
  }

  private void decide(Attempt answered, String text, Sink outer) throws ProtocolException {
    ClientFinal last = ClientFinal.parse(text);
    if (last == null) {
      throw Scram.refused(LoginProblem.CLIENT_LAST_MESSAGE);
    }
    Verifier verifier = answered.found().verifier();
    String said =
        ClientFinal.authMessage(
            answered.first().bare(), answered.answer().line(), last.signedPart());
    boolean isBound = isEqual(last.channel(), answered.header().channel(channel));
    boolean isFresh = isEqual(last.nonce(), answered.answer().nonce());
    boolean isProven =
        ScramFunctions.verifyClientProof(Scram.MECHANISM, last.proof(), verifier.storedKey(), said);
    byte[] signature = ScramFunctions.serverSignature(Scram.MECHANISM, verifier.serverKey(), said);
    if (!(answered.found().isKnown() && isBound && isFresh && isProven)) {
      say("e=invalid-proof", outer);
      throw refused(answered, isBound, isFresh);
    }
    say("v=" + Verifier.base64(signature), outer);
    attempt = null;
    this.principal = answered.found().name();
    this.verifier = verifier;
    open(outer);
  }

  private static boolean isEqual(String given, String ours) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), ours.getBytes(StandardCharsets.UTF_8));
  }

  /// For our own log only; the client gets the same answer in all cases.
  private static ProtocolException refused(Attempt answered, boolean isBound, boolean isFresh) {
    String name = answered.found().name();
    LoginProblem why;
    if (!isBound) {
      why = LoginProblem.CLIENT_BOUND_ELSEWHERE;
    } else if (!isFresh) {
      why = LoginProblem.CLIENT_OTHER_LOGIN;
    } else if (answered.found().isKnown()) {
      why = LoginProblem.WRONG_PASSWORD;
    } else {
      why = LoginProblem.UNKNOWN_USER;
    }
    return new ProtocolException(
        ProtocolException.Fault.WRONG_PROOF,
        Problem.of(why, Users.isName(name) ? name : Problem.of(LoginProblem.NO_NAME)));
  }

  @Override
  ProtocolException endedInLogin() {
    return Scram.refused(
        attempt == null ? LoginProblem.CLIENT_LEFT_BEFORE : LoginProblem.CLIENT_LEFT_WITHIN);
  }

  @Override
  public boolean isTransparent() {
    return false; // the session still checks isRevoked
  }

  @Override
  public @Nullable String principal() {
    return principal;
  }

  /// True once the user was removed, or has a new password.
  @Override
  public boolean isRevoked() {
    String name = principal;
    Verifier proven = verifier;
    return name != null && proven != null && !users.holds(name, proven);
  }
}
