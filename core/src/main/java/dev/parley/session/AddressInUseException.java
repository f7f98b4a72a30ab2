package dev.parley.session;

import dev.parley.problem.HasProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.ServerProblem;
import java.net.BindException;

/// Another program is already listening on the address.
public final class AddressInUseException extends BindException implements HasProblem {
  private static final long serialVersionUID = 1L;

  private final transient Address address;
  private final transient Problem problem;

  /// Creates the exception for `address`.
  public AddressInUseException(Address address) {
    super(problem(address).toString());
    this.address = address;
    this.problem = problem(address);
  }

  private static Problem problem(Address address) {
    return Problem.of(ServerProblem.ADDRESS_IN_USE, address);
  }

  @Override
  public Problem problem() {
    return problem;
  }

  /// Returns the address that could not be bound.
  public Address address() {
    return address;
  }
}
