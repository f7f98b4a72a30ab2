package example.rpc;

import dev.parley.frame.Message;
import dev.parley.layer.ProtocolException;
import dev.parley.layer.ProtocolException.Fault;

/// A call of a method: `17 upper hello world` on the wire.
///
/// @param id chosen by the caller, and sent back with the answer
/// @param method without spaces
record Request(long id, String method, String argument) {
  /// Returns the request in `message`.
  ///
  /// @throws ProtocolException if it is none
  static Request parse(Message message) throws ProtocolException {
    String[] parts = message.text().split(" ", 3);
    if (parts.length < 3) {
      throw new ProtocolException(Fault.MALFORMED, "not an id, a method and an argument");
    }
    return new Request(id(parts[0]), parts[1], parts[2]);
  }

  /// Returns the id that `text` is.
  ///
  /// @throws ProtocolException if it is none
  static long id(String text) throws ProtocolException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new ProtocolException(Fault.MALFORMED, "an id that is no number");
    }
  }

  Message message() {
    return Message.of(id + " " + method + " " + argument);
  }
}
