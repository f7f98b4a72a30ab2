package dev.parley.check;

import dev.parley.frame.BrokenFramingException;
import dev.parley.frame.CheckedFraming;
import dev.parley.frame.Decoder;
import dev.parley.frame.Encoder;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.layer.ProtocolException;
import dev.parley.layer.ProtocolException.Fault;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// A test of a [Framing] against the contracts of [Decoder] and [Encoder], without sockets:
///
/// ```java
/// FramingCheck.of(new Checked(1 << 20)).run();
/// ```
///
/// | step | what it does |
/// |---|---|
/// | settings | the limits, the text form, `withMaxMessage` |
/// | frames | encodes messages of many sizes, empty and largest ones too, into buffers that have just enough room |
/// | splits | decodes frames split at every byte, one byte at a time, and by several decoders in turn |
/// | limits | sends one byte more than the maximum, and decodes it |
/// | truncation | ends the stream at every byte of a frame |
/// | garbage | decodes random bytes and damaged frames; however they are split, the result is the same |
///
/// The framing is tested with a maximum of 48 bytes if it takes one, so that every split is tried.
/// Each decoder is used as sessions use it: bytes that it leaves come again, at another place,
/// followed by more. Everything that is random comes from the seed. Immutable.
public final class FramingCheck {
  private static final int TIGHT = 48;

  /// Larger wires are split at some places only.
  private static final int MOST_SPLITS = 512;

  private static final int MOST_GARBAGE = 4096;
  private static final int MOST_ROUNDS = 2000;

  /// So many bytes of garbage are enough, and end soon.
  private static final int GARBAGE_IN_ALL = 1 << 17;

  private final Framing framing;
  private final long seed;
  private final List<Message> messages;

  private FramingCheck(Framing framing, long seed, List<Message> messages) {
    this.framing = framing;
    this.seed = seed;
    this.messages = messages;
  }

  /// Returns a test of `framing`, with the seed 0.
  public static FramingCheck of(Framing framing) {
    return new FramingCheck(Objects.requireNonNull(framing, "framing"), 0, List.of());
  }

  /// Returns the same test with other random bytes.
  public FramingCheck withSeed(long seed) {
    return new FramingCheck(framing, seed, messages);
  }

  /// Returns the same test with these messages only, for a framing that carries no others. Each
  /// fits into a maximum of 48 bytes, or into that of a framing that cannot have one so small.
  /// Random bytes are decoded all the same.
  public FramingCheck withMessages(List<Message> messages) {
    return new FramingCheck(framing, seed, messages.stream().map(Message::copy).toList());
  }

  /// Runs the test.
  ///
  /// @throws AssertionError if the framing breaks a contract; the message says which, and has the
  ///   bytes in hexadecimal and the seed
  public void run() {
    new Run(framing, seed, messages).all();
  }

  /// One run.
  private static final class Run {
    private final Framing whole;
    private final Framing tight;
    private final boolean isTightened;
    private final long seed;
    private final Random random;
    private final List<Message> given;
    private byte[] bytes = {};

    Run(Framing framing, long seed, List<Message> given) {
      this.whole = framing;
      this.seed = seed;
      this.random = new Random(seed);
      this.given = given;
      Framing smaller = framing;
      boolean takesSmaller = true;
      try {
        smaller = framing.withMaxMessage(Math.min(TIGHT, framing.maxMessage()));
      } catch (IllegalArgumentException e) {
        takesSmaller = false; // such as one of messages of a fixed length
      }
      this.tight = smaller;
      this.isTightened = takesSmaller;
    }

    void all() {
      try {
        settings();
        List<Message> sent = frames();
        splits(sent);
        limits();
        truncation(sent);
        garbage(sent);
      } catch (BrokenFramingException e) {
        AssertionError violation = violation(String.valueOf(e.getMessage()));
        violation.initCause(e.getCause() == null ? e : e.getCause());
        throw violation;
      }
    }

    // Settings.

    private void settings() {
      try {
        Framing.check(whole, whole);
        Framing.check(tight, tight);
      } catch (IllegalArgumentException e) {
        throw violation(String.valueOf(e.getMessage()));
      }
      require(
          tight.toString().equals(whole.toString()),
          "its text form changes with the maximum, to " + tight);
      require(
          tight.maxMessage() <= TIGHT || !isTightened,
          "withMaxMessage made a maximum of " + tight.maxMessage() + " bytes, larger than asked");
      for (int wrong : new int[] {-1, 0, Framing.LARGEST_MESSAGE + 1}) {
        requireRefused(() -> whole.withMaxMessage(wrong), "withMaxMessage takes " + wrong);
      }
    }

    private void requireRefused(Runnable call, String otherwise) {
      try {
        call.run();
      } catch (IllegalArgumentException e) {
        return;
      }
      throw violation(otherwise);
    }

    // Frames.

    /// Returns the messages that the framing carries, some of each size.
    private List<Message> frames() {
      List<Message> carried = new ArrayList<>();
      for (int length : lengths()) {
        List<Message> tried = candidates(length);
        List<Message> taken = tried.stream().filter(one -> encoded(tight, one) != null).toList();
        require(
            !taken.isEmpty() || tried.isEmpty(),
            "the encoder refuses every message of " + length + " bytes");
        carried.addAll(taken);
      }
      for (Message message : given) {
        require(encoded(tight, message) != null, "the encoder refuses a message it was to carry");
        carried.add(message);
      }
      if (given.isEmpty() && !tight.carriesEmpty()) {
        require(encoded(tight, Message.empty()) == null, "the encoder takes an empty message");
      }
      return carried;
    }

    private int[] lengths() {
      int most = tight.maxMessage();
      if (!given.isEmpty()) {
        return new int[] {};
      }
      if (tight.fixedLength() > 0) {
        return new int[] {tight.fixedLength()};
      }
      int[] all = {0, 1, 2, 3, 1 + random.nextInt(most), Math.max(most - 1, 1), most};
      return Arrays.stream(all)
          .filter(length -> length <= most && (length > 0 || tight.carriesEmpty()))
          .distinct()
          .toArray();
    }

    /// Returns messages of `length` bytes; at least one has nothing special in it.
    private List<Message> candidates(int length) {
      byte[] any = new byte[length];
      random.nextBytes(any);
      byte[] few = new byte[length];
      byte[] special = "\r\n\0:,019ab".getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < length; i++) {
        few[i] = special[random.nextInt(special.length)];
      }
      List<Message> all = new ArrayList<>(List.of(Message.of(any), Message.of(few)));
      for (String letter : List.of("x", "Q", "7", " ")) {
        all.add(Message.of(letter.repeat(length)));
      }
      return all;
    }

    /// Returns the frame of `message`; null if the encoder refuses it.
    private byte @Nullable [] encoded(Framing framing, Message message) {
      bytes = message.bytes();
      byte[] frame = encodedOnce(framing, message);
      require(
          Arrays.equals(frame, encodedOnce(framing, message)),
          "the encoder writes the same message in two ways");
      return frame;
    }

    private byte @Nullable [] encodedOnce(Framing framing, Message message) {
      Encoder encoder = CheckedFraming.encoder(new Foreign(framing));
      int from = random.nextInt(9);
      byte[] store = new byte[from + message.length() + encoder.overhead()];
      Arrays.fill(store, 0, from, (byte) 0x5a);
      ByteBuffer out = ByteBuffer.wrap(store).position(from);
      try {
        encoder.begin(message.length(), out);
        int start = out.position();
        message.copyTo(out);
        encoder.finish(start, out);
      } catch (IllegalArgumentException e) {
        return null;
      } finally {
        for (int i = 0; i < from; i++) {
          require(store[i] == 0x5a, "the encoder changes bytes before its frame");
        }
      }
      return Arrays.copyOfRange(store, from, out.position());
    }

    private byte[] wire(List<Message> sent) {
      ByteArrayOutputStream wire = new ByteArrayOutputStream();
      for (Message message : sent) {
        wire.writeBytes(Objects.requireNonNull(encoded(tight, message)));
      }
      return wire.toByteArray();
    }

    // Splits.

    private void splits(List<Message> sent) {
      byte[] wire = wire(sent);
      Outcome expected = new Outcome(sent, null);
      requireSame(expected, read(wire, wire.length), "all at once");
      requireSame(expected, read(wire, 1), "one byte at a time");
      int step = Math.max(wire.length / MOST_SPLITS, 1);
      for (int cut = 1; cut < wire.length; cut += step) {
        requireSame(expected, read(wire, cut), "split at byte " + cut + " and each multiple");
        Reader one = new Reader();
        one.read(Arrays.copyOf(wire, cut));
        requireSame(expected, read(wire, wire.length), "beside another peer");
        one.read(Arrays.copyOfRange(wire, cut, wire.length));
        requireSame(expected, one.ended(), "split at byte " + cut);
      }
      for (Message message : sent) {
        byte[] frame = wire(List.of(message));
        require(
            frame.length <= new Reader().decoder.maxFrameBytes(),
            "a frame of " + frame.length + " bytes is larger than maxFrameBytes");
      }
    }

    private Outcome read(byte[] wire, int piece) {
      Reader reader = new Reader();
      for (int at = 0; at < wire.length; at += piece) {
        reader.read(Arrays.copyOfRange(wire, at, Math.min(at + piece, wire.length)));
      }
      bytes = wire;
      return reader.ended();
    }

    private void requireSame(Outcome expected, Outcome found, String how) {
      require(
          expected.fault() == found.fault(),
          how + ": the fault is " + found.fault() + " instead of " + expected.fault());
      require(
          tight.keepsBoundaries()
              ? expected.messages().equals(found.messages())
              : Arrays.equals(expected.joined(), found.joined()),
          how
              + ": the messages are not the same, "
              + found.messages().size()
              + " instead of "
              + expected.messages().size());
    }

    // Limits.

    private void limits() {
      int over = tight.maxMessage() + 1;
      if (!tight.keepsBoundaries() || !given.isEmpty()) {
        return;
      }
      Message message = Message.of("x".repeat(over));
      require(encoded(tight, message) == null, "the encoder takes one byte over the maximum");
      Framing larger;
      try {
        larger = whole.withMaxMessage(over);
      } catch (IllegalArgumentException e) {
        return;
      }
      byte[] frame = larger.maxMessage() < over ? null : encoded(larger, message);
      if (frame != null) {
        for (int piece : new int[] {frame.length, 1}) {
          Outcome found = read(frame, piece);
          require(
              found.fault() == Fault.TOO_LARGE && found.messages().isEmpty(),
              "a message of one byte over the maximum is not TOO_LARGE but " + found.fault());
        }
      }
    }

    // Truncation.

    private void truncation(List<Message> sent) {
      if (!tight.keepsBoundaries()) {
        return;
      }
      for (Message message : sent) {
        byte[] frame = wire(List.of(message));
        int step = Math.max(frame.length / MOST_SPLITS, 1);
        for (int cut = 1; cut < frame.length; cut += step) {
          byte[] begun = Arrays.copyOf(frame, cut);
          bytes = begun;
          Reader reader = new Reader();
          reader.read(begun);
          require(
              reader.messages.isEmpty() && reader.fault == null,
              "the first " + cut + " bytes of a frame are a message, or a fault");
          Outcome end = reader.ended();
          require(
              end.fault() == Fault.TRUNCATED || end.messages().size() == 1,
              "the end of the stream after "
                  + cut
                  + " bytes of a frame is neither TRUNCATED nor the end of a message");
        }
      }
    }

    // Garbage.

    private void garbage(List<Message> sent) {
      byte[] valid = wire(sent);
      long twoFrames = 2L * new Reader().decoder.maxFrameBytes();
      int most = (int) Math.min(twoFrames, MOST_GARBAGE);
      int rounds =
          Math.min(GARBAGE_IN_ALL / Math.clamp(valid.length, most, MOST_GARBAGE), MOST_ROUNDS);
      for (int round = 0; round < rounds; round++) {
        byte[] wire = round % 2 == 0 ? randomBytes(most) : damaged(valid);
        Outcome expected = read(wire, Math.max(wire.length, 1));
        requireSame(expected, read(wire, 1), "garbage, one byte at a time");
        requireSame(expected, read(wire, 1 + random.nextInt(20)), "garbage, in pieces");
      }
    }

    private byte[] randomBytes(int most) {
      byte[] wire = new byte[random.nextInt(most + 1)];
      random.nextBytes(wire);
      return wire;
    }

    private byte[] damaged(byte[] valid) {
      byte[] wire = Arrays.copyOf(valid, Math.min(valid.length, MOST_GARBAGE));
      for (int i = 0; i <= random.nextInt(3) && wire.length > 0; i++) {
        wire[random.nextInt(wire.length)] ^= (byte) (1 << random.nextInt(8));
      }
      return wire;
    }

    // Violations.

    private void require(boolean holds, String otherwise) {
      if (!holds) {
        throw violation(otherwise);
      }
    }

    private AssertionError violation(String what) {
      return new AssertionError(
          "the framing " + whole + ": " + what + "; bytes " + Hex.of(bytes) + "; seed " + seed);
    }

    /// Reads the bytes of one peer as a session does.
    private final class Reader {
      final Decoder decoder = CheckedFraming.decoder(new Foreign(tight));
      final List<Message> messages = new ArrayList<>();
      @Nullable Fault fault;
      private byte[] left = {};

      /// Where the bytes are that are decoded.
      private byte[] store = {};

      void read(byte[] piece) {
        if (fault != null) {
          return;
        }
        byte[] all = Arrays.copyOf(left, left.length + piece.length);
        System.arraycopy(piece, 0, all, left.length, piece.length);
        bytes = all;
        ByteBuffer in = placed(all);
        try {
          while (decoded(in)) {}
        } catch (ProtocolException e) {
          fault = checked(e, Fault.TRUNCATED);
        }
        left = new byte[in.remaining()];
        in.get(left);
      }

      private boolean decoded(ByteBuffer in) throws ProtocolException {
        byte[] before = store.clone();
        int from = in.position();
        Message view = Message.view();
        boolean isMessage = decoder.decode(in, view);
        int kept = isMessage ? in.position() : from;
        require(
            Arrays.equals(before, 0, from, store, 0, from)
                && Arrays.equals(before, kept, before.length, store, kept, before.length),
            "the decoder changes bytes outside its frame");
        require(isMessage || !isShowing(view), "the decoder shows a message and returns false");
        if (isMessage) {
          messages.add(view.copy());
        }
        return isMessage;
      }

      Outcome ended() {
        if (fault == null) {
          bytes = left;
          Message view = Message.view();
          try {
            if (decoder.end(placed(left), view)) {
              messages.add(view.copy());
            }
          } catch (ProtocolException e) {
            fault = checked(e, null);
          }
        }
        return new Outcome(messages, fault);
      }

      /// Returns the fault of `e`, which must be fit for a log and be none of `never`.
      private Fault checked(ProtocolException e, @Nullable Fault never) {
        String sentence = String.valueOf(e.getMessage());
        require(e.fault() != never, "decode reports " + never + ", which only an end can be");
        require(
            sentence.chars().noneMatch(Character::isISOControl),
            "the sentence of a fault has control characters");
        return e.fault();
      }

      private ByteBuffer placed(byte[] all) {
        int offset = random.nextInt(9);
        store = new byte[offset + all.length + 3];
        random.nextBytes(store);
        System.arraycopy(all, 0, store, offset, all.length);
        return ByteBuffer.wrap(store).limit(offset + all.length).position(offset);
      }
    }

    private static boolean isShowing(Message view) {
      try {
        byte[] _ = view.bytes();
        return true;
      } catch (IllegalStateException e) {
        return false;
      }
    }
  }

  /// What came out of a stream.
  ///
  /// @param fault null if it ended in order
  private record Outcome(List<Message> messages, @Nullable Fault fault) {
    byte[] joined() {
      ByteArrayOutputStream joined = new ByteArrayOutputStream();
      messages.forEach(message -> joined.writeBytes(message.bytes()));
      return joined.toByteArray();
    }
  }
}
