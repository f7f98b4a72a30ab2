package dev.parley.cli.output;

import dev.parley.cli.io.JsonLine;
import dev.parley.frame.Message;
import dev.parley.limit.Clock;
import dev.parley.text.Printable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/// A format in which received messages are written to standard output.
///
/// | form | for | a message `hi` becomes |
/// |---|---|---|
/// | framed | pipes; line, length and the like | its bytes and LF |
/// | raw | pipes; raw, datagrams | its bytes, and LF unless they end in one |
/// | settling | `auto` | as framed, or as raw once the session has settled on that |
/// | stream | pipes | its bytes |
/// | safe raw, safe stream | terminals | the same, with the bytes made [Printable] |
/// | hex lines | pipes | `68 69` |
/// | hex dump | terminals | `00000000  68 69 …  \|hi\|` |
/// | JSON | programs | `{"time":…,"direction":"in","peer":…,"text":"hi"}` |
///
/// Confined to one thread, since the form of a stream keeps its position.
public interface OutputForm {
  /// Returns the bytes to write for the next message.
  byte[] show(Message message);

  /// Returns the bytes to write after the last message.
  default byte[] end() {
    return new byte[0];
  }

  /// Adds a newline to every message.
  static OutputForm framed() {
    return message -> withNewline(message.bytes());
  }

  /// Adds a newline to every message that does not end in one. Replies of programs without framing
  /// seldom do, and would end up on one line.
  static OutputForm raw() {
    return message -> withNewlineIfMissing(message.bytes());
  }

  /// Writes messages unchanged.
  static OutputForm stream() {
    return Message::bytes;
  }

  /// Combines two forms: `lines` until the session has settled on raw, `raw` from then on.
  static OutputForm settling(OutputForm lines, OutputForm raw, BooleanSupplier isRaw) {
    return new OutputForm() {
      @Override
      public byte[] show(Message message) {
        return (isRaw.getAsBoolean() ? raw : lines).show(message);
      }

      @Override
      public byte[] end() {
        return raw.end(); // only its characters can be split between messages
      }
    };
  }

  /// Makes [#framed], [#raw] or [#stream] safe for a terminal, which must not get a peer's bytes
  /// unchanged.
  ///
  /// @param isWhole true if no character is ever split between two messages
  static OutputForm safe(OutputForm form, boolean isWhole) {
    return new Safe(form, isWhole);
  }

  /// Writes each message on a line of its own, readable by [Hex#parse].
  static OutputForm hexLines() {
    return message -> ascii(Hex.line(message.bytes()) + "\n");
  }

  /// Writes each message as a dump, with offsets counted through all of a stream or within a
  /// message.
  static OutputForm hexDump(boolean isStream) {
    return new OutputForm() {
      private long offset;

      @Override
      public byte[] show(Message message) {
        String dump = Hex.dump(message.bytes(), offset);
        offset += isStream ? message.length() : 0;
        return ascii(dump + "\n");
      }
    };
  }

  /// Writes each message as an object on a line, in the format of a [Transcript], with a field
  /// `hex` instead of `text` or `base64` if `isHex`.
  static OutputForm json(String peer, boolean isHex, Clock clock) {
    return message ->
        utf8(
            JsonLine.of(json -> {
              JsonLine.time(json, clock.now());
              json.writeStringField("direction", Transcript.Direction.IN.toString());
              json.writeStringField("peer", peer);
              if (isHex) {
                json.writeStringField("hex", Hex.line(message.bytes()));
              } else {
                JsonLine.bytes(json, message.bytes());
              }
            })
                + "\n");
  }

  private static byte[] withNewline(byte[] bytes) {
    byte[] line = Arrays.copyOf(bytes, bytes.length + 1);
    line[bytes.length] = '\n';
    return line;
  }

  private static byte[] withNewlineIfMissing(byte[] bytes) {
    return bytes.length > 0 && bytes[bytes.length - 1] == '\n' ? bytes : withNewline(bytes);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// Makes another form's bytes safe for a terminal. A character that is split between two reads is
  /// printed whole, with the second.
  final class Safe implements OutputForm {
    private final OutputForm form;
    private final boolean isWhole;
    private final Printable.Stream printable = new Printable.Stream();

    private Safe(OutputForm form, boolean isWhole) {
      this.form = form;
      this.isWhole = isWhole;
    }

    @Override
    public byte[] show(Message message) {
      // The form sees only safe text: any newline is then the message's or the form's own.
      String text = printable.print(message);
      byte[] safe = utf8(isWhole ? text + printable.flush() : text);
      return safe.length == 0 && !message.isEmpty() ? safe : form.show(Message.of(safe));
    }

    @Override
    public byte[] end() {
      byte[] rest = utf8(printable.flush());
      return rest.length == 0 ? rest : form.show(Message.of(rest));
    }
  }
}
