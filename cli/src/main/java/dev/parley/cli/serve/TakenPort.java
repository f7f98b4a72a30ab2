package dev.parley.cli.serve;

import dev.parley.cli.command.Failure;
import dev.parley.cli.port.PortCheck;
import dev.parley.cli.port.PortProtocol;
import dev.parley.session.Address;
import dev.parley.session.AddressInUseException;
import dev.parley.session.Transport;
import java.util.Locale;

/// The sentence about an address that could not be bound: who has it, and what to do.
final class TakenPort {
  private TakenPort() {}

  /// What to tell when another program has the address.
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
