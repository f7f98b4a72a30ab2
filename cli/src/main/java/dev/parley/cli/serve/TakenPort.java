package dev.parley.cli.serve;

import dev.parley.cli.command.Failure;
import dev.parley.cli.port.PortCheck;
import dev.parley.cli.port.PortProtocol;
import dev.parley.session.Address;
import dev.parley.session.AddressInUseException;
import dev.parley.session.Transport;
import java.util.Locale;

/// The error message for an address that is in use: which program has it, and what to do.
final class TakenPort {
  private TakenPort() {}

  /// Returns the failure for an address in use.
  static Failure failure(AddressInUseException e) {
    return Failure.network(sentence(e.address()), e);
  }

  private static String sentence(Address address) {
    if (address.transport() == Transport.UNIX) {
      return address + " is taken by another server; choose another path with -l unix:PATH";
    }
    PortProtocol protocol =
        PortProtocol.valueOf(address.transport().name().toUpperCase(Locale.ROOT));
    return address
        + " is taken by "
        + PortCheck.of(address.port()).holder(protocol)
        + "; choose another with -l "
        + address.transport()
        + "://127.0.0.1:PORT, or see `parley port "
        + address.port()
        + "`";
  }
}
