package dev.parley.cli.serve;

import dev.parley.cli.command.Failure;
import dev.parley.cli.port.PortCheck;
import dev.parley.cli.port.PortProtocol;
import dev.parley.cli.text.Texts;
import dev.parley.problem.Problem;
import dev.parley.session.Address;
import dev.parley.session.AddressInUseException;
import dev.parley.session.Transport;
import java.util.Locale;

/// The error message for an address that is in use: which program has it, and what to do.
final class TakenPort {
  private TakenPort() {}

  /// Returns the failure for an address in use.
  static Failure failure(AddressInUseException e) {
    return Failure.network(said(e.address()), e);
  }

  private static Problem said(Address address) {
    if (address.transport() == Transport.UNIX) {
      return Texts.problem("serve.taken-path", address);
    }
    PortProtocol protocol =
        PortProtocol.valueOf(address.transport().name().toUpperCase(Locale.ROOT));
    return Texts.problem(
        "serve.taken-port",
        address,
        PortCheck.of(address.port()).holder(protocol),
        address.transport(),
        String.valueOf(address.port()));
  }
}
