package dev.parley.hmac;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.internal.noise.CipherState;
import dev.parley.layer.Layer;
import dev.parley.layer.ProtocolException;
import dev.parley.problem.SealedProblem;
import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.sealed.SealedFormat;
import dev.parley.secure.Aead;
import dev.parley.secure.Around;
import dev.parley.secure.Ends;
import dev.parley.secure.Entropy;
import dev.parley.secure.Security;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Checks that the time of a refusal does not reveal how much of a proof was right, and hardly
/// whether the given name has a key. Not part of every build, since it measures: `scripts/mvn test
/// -Pequal-time -pl core` runs it and writes its figures to target/equal-time.txt.
///
/// Each comparison runs [#ROUNDS] times. A real difference shows in every round; one that exceeds
/// the threshold only in some rounds is noise of the machine.
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class EqualTime {
  private static final int WARM_UPS = 3;
  private static final int ROUNDS = 3;
  private static final int RUNS = 40_000;
  private static final double THRESHOLD = 4.5;

  /// How much longer a hash table may take to find a name than not to find it. The name is no
  /// secret: it goes over the wire in the clear.
  private static final double TABLE_NANOS = 50;

  private static final Path FIGURES = Path.of("target", "equal-time.txt");
  private static final NamedKey KEY = NamedKey.generate("laptop", Entropy.secure());
  private static final Secret SECRET = Secret.ofText("peekaboo");
  private static final Layer.Sink NOWHERE = bytes -> bytes.position(bytes.limit());

  @BeforeAll
  static void forgetFiguresOfBefore() throws IOException {
    Files.deleteIfExists(FIGURES);
  }

  private static List<TimeDifference> measure(String what, TimeDifference.Trial trial)
      throws IOException {
    Random random = new Random(1);
    List<TimeDifference> rounds = new ArrayList<>();
    StringBuilder line = new StringBuilder(what);
    for (int round = 0; round < WARM_UPS; round++) {
      TimeDifference _ = TimeDifference.measure(trial, RUNS, random);
    }
    for (int round = 0; round < ROUNDS; round++) {
      TimeDifference found = TimeDifference.measure(trial, RUNS, random);
      rounds.add(found);
      line.append(
          String.format(
              Locale.ROOT,
              "; t %+.1f, %+.1f of %.0f ns",
              found.t(),
              found.differenceNanos(),
              found.meanNanos()));
    }
    Files.writeString(
        FIGURES, line.append('\n'), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return rounds;
  }

  private static void assertEqualTime(String what, TimeDifference.Trial trial) throws IOException {
    List<TimeDifference> rounds = measure(what, trial);
    assertTrue(
        rounds.stream().anyMatch(round -> Math.abs(round.t()) < THRESHOLD),
        () -> what + " can be told by its time: " + rounds);
  }

  private static void assertAlike(String what, TimeDifference.Trial trial) throws IOException {
    List<TimeDifference> rounds = measure(what, trial);
    assertTrue(
        rounds.stream().anyMatch(round -> Math.abs(round.differenceNanos()) < TABLE_NANOS),
        () -> what + " takes another time: " + rounds);
  }

  /// Refuses one of two inputs of the same length.
  private abstract static class Refusal implements TimeDifference.Trial {
    private final byte[] first;
    private final byte[] second;
    final byte[] given;

    Refusal(byte[] first, byte[] second) {
      this.first = first;
      this.second = second;
      this.given = new byte[first.length];
    }

    /// Two copies of `right`: one wrong in the byte at `from`, one in the last byte.
    Refusal(byte[] right, int from) {
      this(wrongAt(right, from), wrongAt(right, right.length - 1));
    }

    private static byte[] wrongAt(byte[] right, int at) {
      byte[] wrong = right.clone();
      wrong[at] ^= 1;
      return wrong;
    }

    @Override
    public void prepare(boolean isSecond) {
      System.arraycopy(isSecond ? second : first, 0, given, 0, given.length);
      renew();
    }

    /// Prepares the object that is to refuse.
    abstract void renew();

    /// Refuses the given input.
    abstract void refuse() throws ProtocolException;

    @Override
    public void run() {
      try {
        refuse();
      } catch (ProtocolException e) {
        return;
      }
      throw new AssertionError("a wrong proof was accepted");
    }
  }

  private static byte[] challenge() {
    byte[] challenge = new byte[32];
    Arrays.fill(challenge, (byte) 7);
    return challenge;
  }

  // A real difference would be found.

  @Test
  void aCompareThatEndsAtTheFirstDifferenceIsFound() throws IOException {
    byte[] challenge = challenge();
    List<TimeDifference> rounds =
        measure(
            "control: hmac-sha256 proof, compared byte by byte",
            new Refusal(SECRET.prove(HmacAlgorithm.SHA256, challenge), 0) {
              @Override
              void renew() {
                // Nothing to prepare.
              }

              @Override
              void refuse() throws ProtocolException {
                byte[] right = SECRET.prove(HmacAlgorithm.SHA256, challenge);
                for (int i = 0; i < right.length; i++) {
                  if (right[i] != given[i]) {
                    throw SealedFormat.refused(SealedProblem.NO_SEALED_CLIENT);
                  }
                }
              }
            });
    assertTrue(
        rounds.stream().allMatch(round -> round.t() > THRESHOLD),
        () -> "a leak was overlooked, so nothing here says anything: " + rounds);
  }

  // Parley's comparisons.

  @ParameterizedTest
  @EnumSource
  void howMuchOfALoginsProofIsRight(HmacAlgorithm digest) throws IOException {
    byte[] challenge = challenge();
    assertEqualTime(
        digest + " proof, first byte wrong or last",
        new Refusal(SECRET.prove(digest, challenge), 0) {
          private HmacServer server;

          @Override
          void renew() {
            server = new HmacServer(digest, SECRET, challenge);
          }

          @Override
          void refuse() throws ProtocolException {
            server.receive(ByteBuffer.wrap(given), NOWHERE, NOWHERE);
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void howMuchOfARecordsTagIsRight(Aead aead) throws IOException {
    byte[] plain = new byte[64];
    ByteBuffer sealed = ByteBuffer.allocate(plain.length + Aead.TAG_LENGTH);
    byte[] key = challenge();
    new CipherState(aead, key, 0).encrypt(plain, 2, ByteBuffer.wrap(plain), sealed);
    CipherState opener = new CipherState(aead, key, 0);
    ByteBuffer opened = ByteBuffer.allocate(plain.length);
    assertEqualTime(
        aead + " tag of a record, first byte wrong or last",
        new Refusal(sealed.array(), plain.length) {
          @Override
          void renew() {
            opened.clear();
          }

          @Override
          void refuse() throws ProtocolException {
            if (!opener.decrypt(plain, 2, ByteBuffer.wrap(given), opened)) {
              throw SealedFormat.refused(SealedProblem.NO_SEALED_CLIENT);
            }
          }
        });
  }

  /// A sealed server that always sends the same opening.
  private abstract static class Stranger extends Refusal {
    private static final Entropy FIXED = target -> Arrays.fill(target, (byte) 5);

    private final Security security;
    private Layer server;

    Stranger(Security security, byte[] first, byte[] second) {
      super(first, second);
      this.security = security;
    }

    /// Returns the hello of a client with this key.
    static byte[] hello(NamedKey key) {
      Ends server = new Ends(Sealed.with(key).server(Around.with(FIXED)));
      Ends client = new Ends(Sealed.with(key).client(Around.with(Entropy.secure())));
      try {
        client.receive(server.takeOuter());
      } catch (ProtocolException e) {
        throw new AssertionError(e);
      }
      return client.takeOuter();
    }

    @Override
    void renew() {
      server = security.server(Around.with(FIXED));
    }

    @Override
    void refuse() throws ProtocolException {
      server.receive(ByteBuffer.wrap(given), NOWHERE, NOWHERE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void howMuchOfAHellosTagIsRight(Aead aead) throws IOException {
    byte[] hello = Stranger.hello(KEY);
    int tag = hello.length - Aead.TAG_LENGTH;
    assertEqualTime(
        aead + " tag of a hello, first byte wrong or last",
        new Stranger(
            Sealed.with(KEY),
            Refusal.wrongAt(hello, tag),
            Refusal.wrongAt(hello, hello.length - 1)) {});
  }

  @Test
  void whetherThereIsAKeyOfTheName() throws IOException {
    NamedKey unknown = NamedKey.generate("tablet", Entropy.secure());
    byte[] hello = Stranger.hello(KEY);
    assertAlike(
        "a name that is known or is not, with a wrong tag",
        new Stranger(
            Sealed.with(KEY),
            Refusal.wrongAt(hello, hello.length - 1),
            Stranger.hello(unknown)) {});
  }

  @Test
  void whetherThereIsAKeyOfTheId() throws IOException {
    NamedKey unknown = NamedKey.generate("laptop", Entropy.secure());
    byte[] hello = Stranger.hello(KEY);
    assertAlike(
        "a key that is known or is not, under a known name, with a wrong tag",
        new Stranger(
            Sealed.with(KEY),
            Refusal.wrongAt(hello, hello.length - 1),
            Stranger.hello(unknown)) {});
  }
}
