package example.rpc;

import dev.parley.frame.Message;
import dev.parley.layer.ProtocolException;
import dev.parley.layer.ProtocolException.Fault;

/// The answer to a call: `17 ok HELLO WORLD` or `17 failed no such method` on the wire.
///
/// @param id that of the request
/// @param result the value if `isOk`, otherwise a sentence
record Response(long id, boolean isOk, String result) {
  /// Returns the response in `message`.
  ///
  /// @throws ProtocolException if it is none
  static Response parse(Message message) throws ProtocolException {
    String[] parts = message.text().split(" ", 3);
    if (parts.length < 3 || !(parts[1].equals("ok") || parts[1].equals("failed"))) {
      throw new ProtocolException(Fault.MALFORMED, "not an id, an outcome and a result");
    }
    return new Response(Request.id(parts[0]), parts[1].equals("ok"), parts[2]);
  }

  Message message() {
    return Message.of(id + (isOk ? " ok " : " failed ") + result);
  }
}
