package example.files;

import dev.parley.ClientOptions;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.layer.ProtocolException;
import dev.parley.layer.ProtocolException.Fault;
import dev.parley.limit.Timeouts;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What is sent before a file: its size in bytes, a space, and its name.
///
/// ```
/// sender                          receiver
///   "2147483648 big.bin"   ──▶
///                          ◀──   "go", or "no" and the reason
///   pieces, none of them empty ──▶
///                          ◀──   "ok" and the SHA-256 of what was stored, or "no" and the reason
/// ```
///
/// Messages have a length in front, and both sides the settings below.
record Header(long size, String name) {
  /// The bytes of a piece, the most that either side holds of a file.
  static final int PIECE = 1 << 16;

  static final Framing FRAMING = Framing.length().withMaxMessage(PIECE);

  /// Nobody sends nothing for so long.
  static final Timeouts TIMEOUTS = Timeouts.defaults().withIdle(Duration.ofMinutes(1));

  static final ClientOptions OPTIONS =
      ClientOptions.defaults().withFraming(FRAMING).withTimeouts(TIMEOUTS);

  /// Letters and digits of any script, and a few signs: no separators, and no dot in front.
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,18}) ([\\p{L}\\p{N}_][\\p{L}\\p{M}\\p{N}._ -]{0,99})");

  /// Returns the header in `message`.
  ///
  /// @throws ProtocolException if it is none, or its name might lead out of a folder
  static Header parse(Message message) throws ProtocolException {
    Matcher form = FORM.matcher(message.text());
    if (!form.matches()) {
      throw new ProtocolException(Fault.MALFORMED, "not the size and the name of a file");
    }
    return new Header(Long.parseLong(form.group(1)), form.group(2));
  }

  String text() {
    return size + " " + name;
  }
}
