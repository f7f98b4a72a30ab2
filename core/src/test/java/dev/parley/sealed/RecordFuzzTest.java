package dev.parley.sealed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.internal.noise.CipherState;
import dev.parley.layer.LayerBuffers;
import dev.parley.layer.ProtocolException;
import dev.parley.layer.ProtocolException.Fault;
import dev.parley.secure.Aead;
import dev.parley.testing.FuzzInput;
import dev.parley.testing.ManualClock;
import dev.parley.testing.Sentences;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Fuzzes the records of a sealed session with a man in the middle: the delivered bytes are always
/// a prefix of those sent, and anything but the whole ends in a fault.
class RecordFuzzTest {
  /// More than any record here, so that a key lasts for a few of them.
  private static final int KEY_BYTES = 400;

  private static final RekeyRule SHORT = new RekeyRule(KEY_BYTES, Duration.ofHours(1).toNanos());
  private static final byte[] KEY = new byte[32];

  static {
    Arrays.fill(KEY, (byte) 7);
  }

  /// Our side sends records; they are changed as one byte string and arrive in reads of any size.
  @FuzzTest
  void changedBytes(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    Aead aead = input.choice(2) == 0 ? Aead.AESGCM : Aead.CHACHAPOLY;
    byte[] sizes = input.readSizes();
    Said said = new Said(aead);
    said.all(input);
    check(aead, said, input.edited(said.wire()), sizes);
  }

  /// As before, but whole records are dropped, repeated, reordered or taken from the other
  /// direction, as an attacker who knows the protocol would do.
  @FuzzTest
  void changedOrder(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    Aead aead = input.choice(2) == 0 ? Aead.AESGCM : Aead.CHACHAPOLY;
    byte[] sizes = input.readSizes();
    Said said = new Said(aead);
    said.all(input);
    List<byte[]> order = new ArrayList<>(said.records);
    for (int i = 0; i < 4 && !input.isEmpty() && !order.isEmpty(); i++) {
      int at = input.choice(order.size());
      switch (input.choice(4)) {
        case 0 -> order.remove(at);
        case 1 -> order.add(at, order.get(input.choice(order.size())));
        case 2 -> order.add(at, order.remove(input.choice(order.size())));
        default -> order.set(at, foreign(aead, order.get(at)));
      }
    }
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    order.forEach(wire::writeBytes);
    check(aead, said, wire.toByteArray(), sizes);
  }

  /// Returns a record of the same length, sealed with another key.
  private static byte[] foreign(Aead aead, byte[] record) {
    byte[] key = KEY.clone();
    key[0]++;
    RecordSealer sealer = sealer(aead, key, new ManualClock());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    sealer.add(ByteBuffer.allocate(Math.max(1, record.length - 18)), given -> put(given, out));
    sealer.flush(given -> put(given, out));
    return out.toByteArray();
  }

  /// The plaintext that our side sent, and its records.
  private static final class Said {
    final ByteArrayOutputStream plain = new ByteArrayOutputStream();
    final List<byte[]> records = new ArrayList<>();
    private final ManualClock clock = new ManualClock();
    private final RecordSealer sealer;
    private int gathered;
    private boolean ended;

    Said(Aead aead) {
      sealer = sealer(aead, KEY, clock);
    }

    void all(FuzzInput input) {
      for (int i = 0; i < 12 && !input.isEmpty(); i++) {
        int step = input.choice(256);
        if (step == 255) {
          end();
        } else if (step == 254) {
          clock.advance(Duration.ofHours(1));
        } else if (step >= 240) {
          flush();
        } else {
          say(step == 239 ? 200 : step % 100, input.choice(256));
          if (step >= 120) {
            flush();
          }
        }
      }
      flush();
    }

    private void say(int length, int fill) {
      byte[] bytes = new byte[length];
      Arrays.fill(bytes, (byte) fill);
      if (gathered + length > KEY_BYTES) {
        flush();
      }
      gathered += length;
      sealer.add(ByteBuffer.wrap(bytes), this::record);
      if (!ended) {
        plain.writeBytes(bytes);
      }
    }

    private void flush() {
      sealer.flush(this::record);
      gathered = 0;
    }

    private void end() {
      sealer.end(this::record);
      ended = true;
    }

    private void record(ByteBuffer bytes) {
      ByteArrayOutputStream record = new ByteArrayOutputStream();
      put(bytes, record);
      records.add(record.toByteArray());
    }

    byte[] wire() {
      ByteArrayOutputStream wire = new ByteArrayOutputStream();
      records.forEach(wire::writeBytes);
      return wire.toByteArray();
    }
  }

  private static void check(Aead aead, Said said, byte[] wire, byte[] sizes) {
    byte[] genuine = said.wire();
    RecordOpener opener =
        new RecordOpener(new CipherState(aead, KEY, 0), SHORT, new LayerBuffers());
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    Fault fault = null;
    int came = 0;
    boolean onHeap = false;
    try {
      for (byte[] read : FuzzInput.cut(sizes, wire)) {
        came += read.length;
        onHeap = !onHeap;
        ByteBuffer in = onHeap ? ByteBuffer.wrap(read) : offHeap(read);
        do { // as many turns as needed
          opener.receive(in, bytes -> put(bytes, heard));
        } while (in.hasRemaining());
        assertTrue(opener.begun() <= Math.min(came, SealedFormat.MAX_RECORD));
      }
    } catch (ProtocolException e) {
      fault = e.fault();
      assertTrue(fault == Fault.FORGED || fault == Fault.MALFORMED, e.getMessage());
      Sentences.assertShowable(e.getMessage());
      assertStaysShut(opener, genuine);
    }
    byte[] told = said.plain.toByteArray();
    assertTrue(heard.size() <= told.length, "more was heard than said");
    assertArrayEquals(Arrays.copyOf(told, heard.size()), heard.toByteArray());

    boolean endsWell = endsWell(opener);
    if (Arrays.equals(genuine, wire)) {
      assertEquals(null, fault);
      assertArrayEquals(told, heard.toByteArray());
      assertEquals(said.ended, endsWell);
    } else {
      assertFalse(endsWell, "what was changed on the way passed for whole");
    }
    int same = mismatch(genuine, wire);
    if (same < wire.length && same < genuine.length && fault == null) {
      // If something differs and is still waited for, it is in an incomplete record.
      assertTrue(opener.begun() > 0);
    }
  }

  /// Copies the bytes to a direct buffer, like a socket's.
  private static ByteBuffer offHeap(byte[] read) {
    return ByteBuffer.allocateDirect(read.length).put(read).flip();
  }

  private static int mismatch(byte[] one, byte[] other) {
    int at = Arrays.mismatch(one, other);
    return at < 0 ? one.length : at;
  }

  private static boolean endsWell(RecordOpener opener) {
    try {
      opener.end();
      return true;
    } catch (ProtocolException e) {
      assertEquals(Fault.TRUNCATED, e.fault());
      return false;
    }
  }

  /// After a fault nothing is opened any more.
  private static void assertStaysShut(RecordOpener opener, byte[] genuine) {
    try {
      opener.receive(
          ByteBuffer.wrap(genuine),
          _ -> {
            throw new AssertionError("delivered something after a fault");
          });
      throw new AssertionError("went on after a fault");
    } catch (ProtocolException e) {
      assertEquals(Fault.FORGED, e.fault());
    }
  }

  private static RecordSealer sealer(Aead aead, byte[] key, ManualClock clock) {
    return new RecordSealer(new CipherState(aead, key, 0), SHORT, clock, new LayerBuffers());
  }

  private static void put(ByteBuffer bytes, ByteArrayOutputStream bucket) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    bucket.writeBytes(copy);
  }
}
