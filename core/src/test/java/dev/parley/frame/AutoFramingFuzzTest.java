package dev.parley.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.layer.ProtocolException;
import dev.parley.testing.FuzzInput;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads and silences chosen by the fuzzer: the messages of `auto` are those of the framing that it
/// settles on, applied to all bytes from the beginning.
class AutoFramingFuzzTest {
  private static final int[] MAXIMA = {1, 2, 3, 12, 300};

  /// What a peer does: sends bytes, or stays silent, which is null.
  private record Act(@Nullable Message message) {
    byte @Nullable [] bytes() {
      return message == null ? null : message.bytes();
    }
  }

  private record Outcome(List<Message> messages, ProtocolException.@Nullable Fault fault) {}

  @FuzzTest
  void settles(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    int max = MAXIMA[input.choice(MAXIMA.length)];
    List<Act> acts = new ArrayList<>();
    while (!input.isEmpty()) {
      int size = input.choice(16);
      acts.add(new Act(size == 0 ? null : Message.of(input.take(size))));
    }
    Framing settled = isRaw(acts, max) ? new RawFraming(false, max) : new LineFraming(false, max);
    assertEquals(outcome(settled, undisturbed(acts, settled)), outcome(new AutoFraming(max), acts));
  }

  /// Returns true for raw: silence follows bytes without an LF that are no longer than a line may
  /// be.
  private static boolean isRaw(List<Act> acts, int max) {
    Wire line = new Wire(new LineFraming(false, max));
    boolean hasBytes = false;
    try {
      for (Act act : acts) {
        byte[] bytes = act.bytes();
        if (bytes == null && hasBytes) {
          return true;
        }
        if (bytes != null) {
          hasBytes = true;
          line = line.read(bytes);
        }
        if (!line.messages().isEmpty()) {
          return false;
        }
      }
    } catch (ProtocolException e) {
      return false; // line framing rejects it
    }
    return false;
  }

  /// Returns the same without silences; for raw, with all reads before the first silence joined.
  private static List<Act> undisturbed(List<Act> acts, Framing settled) {
    List<Act> reads = new ArrayList<>();
    byte[] joined = {};
    boolean isJoining = settled instanceof RawFraming;
    for (Act act : acts) {
      byte[] bytes = act.bytes();
      if (isJoining && bytes != null) {
        joined = Wire.concat(joined, bytes);
      } else if (isJoining && joined.length > 0) {
        isJoining = false;
        reads.add(new Act(Message.of(joined)));
      } else if (bytes != null) {
        reads.add(act);
      }
    }
    return reads;
  }

  private static Outcome outcome(Framing framing, List<Act> acts) {
    Wire peer = new Wire(framing);
    try {
      for (Act act : acts) {
        byte[] bytes = act.bytes();
        peer = bytes == null ? peer.silence() : peer.read(bytes);
      }
      return new Outcome(peer.end().messages(), null);
    } catch (ProtocolException e) {
      return new Outcome(peer.messages(), e.fault());
    }
  }
}
