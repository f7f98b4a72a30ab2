package example.notes;

import dev.parley.frame.Framing;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a client asks for, one line that ends in CR LF.
///
/// ```
/// client                     server
/// STARTTLS              ──▶
///                       ◀──  +go          then TLS, and everything below within it
/// PUT shopping 12       ──▶
///                       ◀──  +send
/// 12 bytes of any kind  ──▶
///                       ◀──  +stored
/// GET shopping          ──▶
///                       ◀──  +12          then these 12 bytes
/// QUIT                  ──▶
///                       ◀──  +bye
/// ```
///
/// Whatever the server does not do it answers with a hyphen and a sentence, and goes on.
sealed interface Command {
  /// How commands and answers are framed; notes are not framed at all, their length is known.
  Framing FRAMING = Framing.lineCrlf().withMaxMessage(200);

  /// The bytes of the longest note.
  int LONGEST_NOTE = 1 << 16;

  Pattern PUT = Pattern.compile("PUT ([\\p{L}\\p{N}-]{1,50}) (\\d{1,9})");

  Pattern GET = Pattern.compile("GET ([\\p{L}\\p{N}-]{1,50})");

  /// Change to TLS.
  record StartTls() implements Command {}

  /// Store a note of `length` bytes, which follow.
  record Put(String name, int length) implements Command {}

  /// Send a note.
  record Get(String name) implements Command {}

  /// End.
  record Quit() implements Command {}

  /// Not a command.
  record Unknown() implements Command {}

  /// Returns the command in a line.
  static Command parse(String line) {
    Matcher put = PUT.matcher(line);
    if (put.matches()) {
      return new Put(put.group(1), Integer.parseInt(put.group(2)));
    }
    Matcher get = GET.matcher(line);
    if (get.matches()) {
      return new Get(get.group(1));
    }
    return switch (line) {
      case "STARTTLS" -> new StartTls();
      case "QUIT" -> new Quit();
      default -> new Unknown();
    };
  }
}
