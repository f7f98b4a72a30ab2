package dev.parley;

import dev.parley.problem.NetworkProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.ProblemIOException;
import dev.parley.problem.ProblemTimeoutException;
import dev.parley.session.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Looks up the addresses of a host with a timeout. The system's resolver ignores interrupts, so a
/// separate thread waits for it and is abandoned on timeout.
final class NameLookup {
  private NameLookup() {}

  /// Resolves names to addresses; may block.
  interface Resolver {
    List<InetSocketAddress> resolve() throws UnknownHostException;
  }

  /// Returns the addresses of `address`, in the order the system prefers. Blocks for at most
  /// `nanos`.
  ///
  /// @throws UnknownHostException if it has none
  /// @throws SocketTimeoutException on timeout; the message is a sentence
  /// @throws ClosedByInterruptException if the thread is interrupted; its interrupt flag stays set
  static List<InetSocketAddress> addresses(Address address, long nanos) throws IOException {
    return isLookedUp(address) ? await(address, address::resolve, nanos) : address.resolve();
  }

  /// Returns false for `*` and for numeric addresses, which need no lookup.
  private static boolean isLookedUp(Address address) {
    if (address.isEverywhere()) {
      return false;
    }
    try {
      InetAddress _ = InetAddress.ofLiteral(address.host());
      return false;
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  static List<InetSocketAddress> await(Address address, Resolver resolver, long nanos)
      throws IOException {
    CompletableFuture<List<InetSocketAddress>> found = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("parley-lookup")
        .start(() -> {
          try {
            found.complete(resolver.resolve());
          } catch (Throwable e) {
            found.completeExceptionally(e);
          }
        });
    try {
      return found.get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new ProblemTimeoutException(
          Problem.of(NetworkProblem.LOOKUP_TIMED_OUT, address.host()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownHostException unknown) {
        throw unknown;
      }
      throw new ProblemIOException(
          Problem.of(NetworkProblem.LOOKUP_FAILED, address.host(), String.valueOf(e.getCause())),
          e);
    }
  }
}
