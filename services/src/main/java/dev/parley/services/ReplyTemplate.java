package dev.parley.services;

import dev.parley.frame.Message;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.ServiceProblem;
import dev.parley.session.Session;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A text with placeholders that are filled in for each message:
///
/// | in the text | becomes |
/// |---|---|
/// | `{message}` | the message's bytes, unchanged |
/// | `{peer}` | the peer's address, `127.0.0.1:4711`; with its authenticated name, `laptop@127.0.0.1:4711` |
/// | `{address}` | only its host, `127.0.0.1`, `::1`; `unix#3` for a Unix-domain peer |
/// | `{port}` | only its port, `4711`; empty for a Unix-domain peer |
/// | `{time}` | the time, `Sat Nov 21 10:00:00 2026` |
/// | `{{` | one `{` |
///
/// Everything else is literal, including `}`. An immutable value, compiled once; safe for any
/// thread.
public final class ReplyTemplate {
  private sealed interface Part {}

  private static final class Fixed implements Part {
    final byte[] bytes;

    Fixed(String text) {
      this.bytes = text.getBytes(StandardCharsets.UTF_8);
    }
  }

  private enum Place implements Part {
    MESSAGE,
    PEER,
    ADDRESS,
    PORT,
    TIME
  }

  private final String text;
  private final List<Part> parts;

  private ReplyTemplate(String text, List<Part> parts) {
    this.text = text;
    this.parts = List.copyOf(parts);
  }

  /// Compiles `text`.
  ///
  /// @throws IllegalArgumentException with a sentence for the user if a name is unknown or a brace
  ///   is not closed
  public static ReplyTemplate parse(String text) {
    List<Part> parts = new ArrayList<>();
    StringBuilder fixed = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '{') {
        fixed.append(c);
      } else if (text.startsWith("{{", i)) {
        fixed.append('{');
        i++;
      } else {
        int end = text.indexOf('}', i);
        if (end < 0) {
          throw new InvalidValueException(ServiceProblem.BRACE_NOT_CLOSED);
        }
        addFixed(fixed, parts);
        parts.add(place(text.substring(i + 1, end)));
        i = end;
      }
    }
    addFixed(fixed, parts);
    return new ReplyTemplate(text, parts);
  }

  private static void addFixed(StringBuilder fixed, List<Part> parts) {
    if (!fixed.isEmpty()) {
      parts.add(new Fixed(fixed.toString()));
      fixed.setLength(0);
    }
  }

  private static Place place(String name) {
    return switch (name) {
      case "message" -> Place.MESSAGE;
      case "peer" -> Place.PEER;
      case "address" -> Place.ADDRESS;
      case "port" -> Place.PORT;
      case "time" -> Place.TIME;
      default ->
          throw new InvalidValueException(ServiceProblem.UNKNOWN_PLACEHOLDER, "{" + name + "}");
    };
  }

  /// Returns the answer to `message` from the peer of `session` at `time`.
  byte[] fill(Session session, Message message, String time) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() + message.length());
    for (Part part : parts) {
      out.writeBytes(
          switch (part) {
            case Fixed fixed -> fixed.bytes;
            case Place.MESSAGE -> message.bytes();
            case Place.PEER -> Peer.nameOf(session).getBytes(StandardCharsets.UTF_8);
            case Place.ADDRESS -> Peer.hostOf(session).getBytes(StandardCharsets.UTF_8);
            case Place.PORT -> Peer.portOf(session).getBytes(StandardCharsets.US_ASCII);
            case Place.TIME -> time.getBytes(StandardCharsets.US_ASCII);
          });
    }
    return out.toByteArray();
  }

  /// Returns the source text.
  @Override
  public String toString() {
    return text;
  }
}
