package dev.parley.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.layer.Layer;
import dev.parley.layer.ProtocolException;
import dev.parley.layer.ProtocolException.Fault;
import dev.parley.testing.FuzzInput;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The layers of `ready` with a peer controlled by the fuzzer, and with each other.
class ReadyFuzzTest {
  private static final int MAX_MESSAGE = 300;
  private static final Framing READY = Framing.ready().withMaxMessage(MAX_MESSAGE);
  private static final Framing CHARS = Framing.readyInChars().withMaxMessage(MAX_MESSAGE);
  private static final Message WORD = Message.of("ready");

  /// A session with a layer. Our messages consist of bytes of 0x80 and over, so that the first byte
  /// of the output tells a word, digits and a message apart.
  private static final class Side {
    final Layer layer;
    final List<Message> sent = new ArrayList<>();
    final ArrayDeque<byte[]> writes = new ArrayDeque<>();
    private final Framing out;
    private final Wire conversation;
    private int announced;
    private int gone;
    private int words;

    Side(Framing in, Framing out) {
      this.out = out;
      layer = Framing.layer(in, out);
      conversation = new Wire(in);
      layer.start(this::write);
    }

    void send(byte[] bytes) {
      Message message = Message.of(bytes);
      sent.add(message);
      layer.send(ByteBuffer.wrap(Wire.encode(out, message)), this::write);
      assertHeld();
    }

    void receive(byte[] read) throws ProtocolException {
      ByteBuffer wire = ByteBuffer.wrap(read);
      layer.receive(wire, this::give, this::write);
      assertFalse(wire.hasRemaining(), "left bytes of the wire lying");
      assertHeld();
    }

    /// What the layer passes to the decoder is never a fault, whatever the peer sends.
    private void give(ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      try {
        conversation.read(copy);
      } catch (ProtocolException e) {
        throw new AssertionError("the layer passed on what its decoder refuses", e);
      }
    }

    private void write(ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      writes.add(copy);
      Message written = Message.of(copy);
      if (written.equals(WORD)) {
        words++;
      } else if (Decimal.isDigit(copy[0])) {
        assertEquals(announced, gone, "a second length under way");
        assertEquals(Message.of(Integer.toString(length(sent.get(announced++)))), written);
        skipEmpty();
      } else {
        assertEquals(sent.get(gone), written);
        assertTrue(announced > gone, "a message went out before its length");
        gone++;
      }
    }

    private int length(Message message) {
      String text = message.text();
      return out.equals(CHARS) ? text.codePointCount(0, text.length()) : message.length();
    }

    /// An empty message is announced and then has no bytes to write; the next length shows that it
    /// was acknowledged.
    private void skipEmpty() {
      if (sent.get(announced - 1).isEmpty()) {
        gone++;
      }
    }

    /// A message that was not written is held. (An empty one is held until its `ready`, too.)
    private void assertHeld() {
      long held = layer.state().heldBytes();
      assertTrue(held > 0 || (held == 0 && gone == sent.size()), held + " bytes held");
    }

    int words() {
      return words;
    }

    List<Message> received() {
      return conversation.messages();
    }
  }

  /// The fuzzer chooses the bytes and how they are split into reads, while our side sends.
  @FuzzTest
  void peer(byte[] bytes) {
    peer(bytes, READY);
  }

  /// The same with lengths that count characters.
  @FuzzTest
  void peerOfCharacters(byte[] bytes) {
    peer(bytes, CHARS);
  }

  private static void peer(byte[] bytes, Framing ready) {
    FuzzInput input = new FuzzInput(bytes);
    int kind = input.choice(3);
    boolean receives = kind != 1;
    boolean sends = kind != 2;
    Side side = new Side(receives ? ready : Framing.raw(), sends ? ready : Framing.raw());
    try {
      while (!input.isEmpty()) {
        int step = input.choice(256);
        if (step < 64 && sends) {
          side.send(ours(input, step, ready));
        } else {
          byte[] read = input.take(1 + step % 32);
          if (read.length > 0) {
            side.receive(read);
          }
        }
      }
      side.layer.end();
      assertEquals(0, side.layer.state().heldBytes(), "ended well, and a message was not said");
    } catch (ProtocolException e) {
      assertTrue(e.fault() != Fault.LOGIN && e.fault() != Fault.FORGED, e.getMessage());
      FramingFuzzTest.assertShowable(e.getMessage());
    }
    if (receives) {
      assertTrue(side.received().size() <= side.words(), "a message came before its ready");
      assertTrue(side.received().stream().allMatch(message -> message.length() <= MAX_MESSAGE));
    }
  }

  /// Two layers of ours talk over a stream that joins writes and splits everything but digits, the
  /// worst network that this protocol survives. Everything arrives, in order.
  @FuzzTest
  void exchange(byte[] bytes) throws ProtocolException {
    exchange(bytes, READY);
  }

  /// The same with lengths that count characters.
  @FuzzTest
  void exchangeOfCharacters(byte[] bytes) throws ProtocolException {
    exchange(bytes, CHARS);
  }

  private static void exchange(byte[] bytes, Framing ready) throws ProtocolException {
    FuzzInput input = new FuzzInput(bytes);
    Side one = new Side(ready, ready);
    Side other = new Side(ready, ready);
    while (!input.isEmpty()) {
      int step = input.choice(256);
      switch (step % 4) {
        case 0 -> one.send(ours(input, step / 4, ready));
        case 1 -> other.send(ours(input, step / 4, ready));
        case 2 -> carry(one, other, step / 4, input.choice(64));
        default -> carry(other, one, step / 4, input.choice(64));
      }
    }
    while (!one.writes.isEmpty() || !other.writes.isEmpty()) {
      carry(one, other, 0, 0);
      carry(other, one, 0, 0);
    }
    assertEquals(one.sent, other.received());
    assertEquals(other.sent, one.received());
    one.layer.end();
    other.layer.end();
  }

  /// Carries one read of `to`: a few writes of `from`, the last of which may be split after `cut`
  /// bytes.
  private static void carry(Side from, Side to, int more, int cut) throws ProtocolException {
    byte[] read = {};
    for (int i = 0; i <= more % 3 && !from.writes.isEmpty(); i++) {
      byte[] write = from.writes.remove();
      if (cut > 0 && cut < write.length && i == more % 3 && !Decimal.isDigit(write[0])) {
        from.writes.addFirst(Arrays.copyOfRange(write, cut, write.length));
        write = Arrays.copyOf(write, cut);
      }
      read = Wire.concat(read, write);
    }
    if (read.length > 0) {
      to.receive(read);
    }
  }

  private static byte[] ours(FuzzInput input, int length, Framing ready) {
    if (ready.equals(CHARS)) {
      int character = 0x80 + 97 * input.choice(256); // of two bytes and of three
      return Message.of(Character.toString(character).repeat(length)).bytes();
    }
    byte[] message = new byte[length];
    Arrays.fill(message, (byte) (0x80 | input.choice(128)));
    return message;
  }
}
