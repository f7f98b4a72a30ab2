package dev.parley.session;

import java.net.BindException;

/// Another program is already listening on the address.
public final class AddressInUseException extends BindException {
  private static final long serialVersionUID = 1L;

  private final transient Address address;

  /// Creates the exception for `address`.
  public AddressInUseException(Address address) {
    super(address + " is taken: another program listens there");
    this.address = address;
  }

  /// Returns the address that could not be bound.
  public Address address() {
    return address;
  }
}
