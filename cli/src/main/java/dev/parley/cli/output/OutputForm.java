package dev.parley.cli.output;

import dev.parley.cli.io.JsonLine;
import dev.parley.frame.Message;
import dev.parley.limit.Clock;
import dev.parley.text.Printable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/// How received messages are written to standard output.
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
/// Confined to one thread, since a stream has a place where it is.
public interface OutputForm {
  /// The bytes to write for the next message.
  byte[] show(Message message);

  /// The bytes to write when no message comes any more.
  default byte[] end() {
    return new byte[0];
  }

  /// A newline behind every message.
  static OutputForm framed() {
    return message -> withNewline(message.bytes());
  }

  /// A newline behind every message that has none: replies of programs that frame nothing seldom
  /// end in one, and would stand on one line.
  static OutputForm raw() {
    return message -> withNewlineIfMissing(message.bytes());
  }

  /// As they come.
  static OutputForm stream() {
    return Message::bytes;
  }

  /// One of two forms: `lines` until the session has settled on raw, `raw` from then on.
  static OutputForm settling(OutputForm lines, OutputForm raw, BooleanSupplier isRaw) {
    return new OutputForm() {
      @Override
      public byte[] show(Message message) {
        return (isRaw.getAsBoolean() ? raw : lines).show(message);
      }

      @Override
      public byte[] end() {
        return raw.end(); // whose characters alone may be cut
      }
    };
  }

  /// As [#framed], [#raw] or [#stream], for a terminal, which the bytes must not reach as they are.
  ///
  /// @param isWhole true if no character is ever shared by two messages
  static OutputForm safe(OutputForm form, boolean isWhole) {
    return new Safe(form, isWhole);
  }

  /// Each message on a line of its own, that [Hex#parse] reads.
  static OutputForm hexLines() {
    return message -> ascii(Hex.line(message.bytes()) + "\n");
  }

  /// Each message as a dump, with the offsets counted through all of a stream or within a message.
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

  /// Each message as an object on a line: what a [Transcript] has, with a field `hex` in place of
  /// `text` or `base64` if that is wanted.
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

  /// Another form's bytes made fit for a terminal. A character that two reads share comes out
  /// whole, with the second.
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
      // The form sees what is safe already: a newline is then the message's or the form's own.
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
