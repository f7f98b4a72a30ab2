package dev.parley.passwords;

import com.ongres.scram.common.ScramFunctions;
import dev.parley.frame.Sniff;
import dev.parley.layer.ProtocolException;
import dev.parley.problem.LoginProblem;
import dev.parley.problem.Problem;
import dev.parley.secure.TlsChannel;
import java.security.MessageDigest;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The client side of a password login; see [ScramSide] for the sequence. Sends nothing, not even
/// its name, to a server that does not start as expected, and delivers nothing before the server
/// has proven that it knows the password's verifier. Confined to its session's thread, except for
/// the key derivation that [#work] returns.
final class ScramClient extends ScramSide {
  /// Matches an error of the server (RFC 5802 §7), which is translated to a problem for the user.
  private static final Pattern ERROR = Pattern.compile("e=([a-z-]{1,64})");

  private static final Pattern SIGNATURE = Pattern.compile("v=([A-Za-z0-9+/=]{44})");

  private final Credentials credentials;
  private final Binding binding;
  private final TlsChannel channel;
  private final Nonces nonces;

  /// 0 means the default for the channel.
  private final int minIterations;

  private enum Awaited {
    OPENING,
    SERVER_FIRST,
    DERIVATION,
    SERVER_FINAL
  }

  private Awaited awaited = Awaited.OPENING;
  private @Nullable ClientFirst first;
  private @Nullable Derivation derivation;
  private byte @Nullable [] signature;

  /// A key derivation: run once, on any thread; the result is read afterwards.
  private static final class Derivation implements Runnable {
    final ServerFirst asked;
    private final Credentials credentials;
    private final byte[] salt;
    private volatile Credentials.@Nullable Keys keys;
    boolean isGivenOut;

    Derivation(ServerFirst asked, Credentials credentials, byte[] salt) {
      this.asked = asked;
      this.credentials = credentials;
      this.salt = salt;
      this.keys = credentials.known(salt, iterations());
    }

    private int iterations() {
      return (int) asked.iterations(); // checked before
    }

    @Override
    public void run() {
      keys = credentials.derive(salt, iterations());
    }
  }

  ScramClient(
      Credentials credentials,
      Binding binding,
      TlsChannel channel,
      Nonces nonces,
      int minIterations) {
    this.credentials = credentials;
    this.binding = binding;
    this.channel = channel;
    this.nonces = nonces;
    this.minIterations = minIterations;
  }

  @Override
  public void start(Sink outer) {
    // The server speaks first.
  }

  @Override
  void check(LoginLine begun) throws ProtocolException {
    if (awaited == Awaited.OPENING && !begun.agreesWith(Scram.OPENING)) {
      throw Scram.refused(
          Problem.of(LoginProblem.NO_PASSWORD_SERVER).withHint(Sniff.text(begun.begun())));
    }
  }

  @Override
  void take(String text, boolean isMoreThere, Sink outer) throws ProtocolException {
    if (isMoreThere && awaited != Awaited.SERVER_FINAL) {
      throw Scram.refused(LoginProblem.SERVER_TOO_EARLY);
    }
    switch (awaited) {
      case OPENING -> greet(text, outer);
      case SERVER_FIRST -> prepare(text, outer);
      case DERIVATION -> throw Scram.refused(LoginProblem.SERVER_TOO_EARLY);
      case SERVER_FINAL -> verify(text, outer);
    }
  }

  private void greet(String text, Sink outer) throws ProtocolException {
    if (!text.startsWith(Scram.OPENING)) {
      throw Scram.refused(LoginProblem.NO_OPENING);
    }
    List<String> words = List.of(text.substring(Scram.OPENING.length()).split(" ", -1));
    if (!words.getFirst().equals(String.valueOf(Scram.VERSION))) {
      throw Scram.refused(LoginProblem.OTHER_VERSION, Scram.VERSION);
    }
    if (!words.subList(1, words.size()).contains(binding.mechanism())) {
      throw Scram.refused(
          binding == Binding.TLS_EXPORTER ? LoginProblem.ONLY_UNBOUND : LoginProblem.ONLY_BOUND);
    }
    if (binding == Binding.NONE && !channel.isPeerVerified()) {
      throw Scram.refused(LoginProblem.UNBOUND_UNVERIFIED);
    }
    if (binding == Binding.TLS_EXPORTER && channel.binding() == null) {
      throw Scram.refused(LoginProblem.NOTHING_TO_BIND);
    }
    ClientFirst said = ClientFirst.of(Gs2Header.of(binding), credentials.name(), nonces.next());
    first = said;
    awaited = Awaited.SERVER_FIRST;
    say(said.line(), outer);
  }

  private void prepare(String text, Sink outer) throws ProtocolException {
    ClientFirst said = first;
    Matcher error = ERROR.matcher(text);
    if (error.matches()) {
      throw Scram.refused(problem(error.group(1)));
    }
    ServerFirst asked = ServerFirst.parse(text);
    byte[] salt = asked == null ? null : Verifier.base64(asked.saltText());
    if (said == null || asked == null || salt == null) {
      throw Scram.refused(LoginProblem.FIRST_MESSAGE);
    }
    if (!asked.nonce().startsWith(said.nonce())
        || asked.nonce().length() == said.nonce().length()) {
      throw Scram.refused(LoginProblem.OTHER_LOGIN);
    }
    if (salt.length < Verifier.MIN_SALT_LENGTH || salt.length > Verifier.MAX_SALT_LENGTH) {
      throw Scram.refused(
          LoginProblem.SALT_LENGTH,
          salt.length,
          Verifier.MIN_SALT_LENGTH,
          Verifier.MAX_SALT_LENGTH);
    }
    checkIterations(asked.iterations());
    derivation = new Derivation(asked, credentials, salt);
    awaited = Awaited.DERIVATION;
    resume(outer);
  }

  private void checkIterations(long asked) throws ProtocolException {
    if (asked > Verifier.MAX_ITERATIONS) {
      throw Scram.refused(LoginProblem.TOO_MANY_ITERATIONS, asked, Verifier.MAX_ITERATIONS);
    }
    boolean isVerified = channel.isPeerVerified();
    int least = minIterations;
    if (least == 0) {
      least = isVerified ? Verifier.MIN_ITERATIONS : Verifier.ITERATIONS;
    }
    if (asked >= least) {
      return;
    }
    LoginProblem code = LoginProblem.FEWER_ITERATIONS_UNVERIFIED;
    if (isVerified) {
      code =
          asked < Verifier.MIN_ITERATIONS
              ? LoginProblem.TOO_FEW_ITERATIONS
              : LoginProblem.FEWER_ITERATIONS_THAN_SET;
    }
    throw Scram.refused(code, asked, least);
  }

  @Override
  public @Nullable Runnable work() {
    Derivation waiting = derivation;
    if (waiting == null || waiting.isGivenOut || waiting.keys != null) {
      return null;
    }
    waiting.isGivenOut = true;
    return waiting;
  }

  @Override
  void resume(Sink outer) {
    Derivation done = derivation;
    ClientFirst said = first;
    Credentials.Keys keys = done == null ? null : done.keys;
    if (said == null || done == null || keys == null) {
      return;
    }
    derivation = null;
    awaited = Awaited.SERVER_FINAL;
    String withoutProof =
        ClientFinal.withoutProof(Gs2Header.of(binding).channel(channel), done.asked.nonce());
    String all = ClientFinal.authMessage(said.bare(), done.asked.line(), withoutProof);
    byte[] proof =
        ScramFunctions.clientProof(
            keys.clientKey(),
            ScramFunctions.clientSignature(
                Scram.MECHANISM, ScramFunctions.storedKey(Scram.MECHANISM, keys.clientKey()), all));
    signature = ScramFunctions.serverSignature(Scram.MECHANISM, keys.serverKey(), all);
    say(ClientFinal.line(withoutProof, proof), outer);
  }

  private void verify(String text, Sink outer) throws ProtocolException {
    Matcher error = ERROR.matcher(text);
    if (error.matches()) {
      throw Scram.refused(problem(error.group(1)));
    }
    Matcher signed = SIGNATURE.matcher(text);
    byte[] given = signed.matches() ? Verifier.base64(signed.group(1)) : null;
    byte[] expected = signature;
    if (given == null || expected == null || !MessageDigest.isEqual(given, expected)) {
      throw Scram.refused(LoginProblem.SERVER_NOT_PROVEN, credentials.name());
    }
    signature = null;
    open(outer);
  }

  private Problem problem(String error) {
    return switch (error) {
      case "invalid-proof" -> Problem.of(LoginProblem.REFUSED, credentials.name());
      case "server-does-support-channel-binding" -> Problem.of(LoginProblem.BINDING_HIDDEN);
      case "channel-binding-not-supported", "unsupported-channel-binding-type" ->
          Problem.of(LoginProblem.SERVER_NOTHING_TO_BIND);
      default -> Problem.of(LoginProblem.REFUSED_OTHERWISE);
    };
  }

  @Override
  ProtocolException endedInLogin() {
    return Scram.refused(
        switch (awaited) {
          case OPENING -> Problem.of(LoginProblem.ENDED_BEFORE);
          case SERVER_FIRST, DERIVATION -> Problem.of(LoginProblem.ENDED_WITHIN);
          case SERVER_FINAL -> Problem.of(LoginProblem.ENDED_UNANSWERED, credentials.name());
        });
  }

  @Override
  public boolean isTransparent() {
    return !isPending();
  }
}
