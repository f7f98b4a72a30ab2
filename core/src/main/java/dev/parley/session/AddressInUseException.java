package dev.parley.session;

import java.net.BindException;

/// Another program listens at the address already.
public final class AddressInUseException extends BindException {
  private static final long serialVersionUID = 1L;

  private final transient Address address;

  public AddressInUseException(Address address) {
    super(address + " is taken: another program listens there");
    this.address = address;
  }

  /// The address that was asked for.
  public Address address() {
    return address;
  }
}
