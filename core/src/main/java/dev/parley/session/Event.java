package dev.parley.session;

import dev.parley.frame.Framing;
import dev.parley.problem.Problem;
import dev.parley.reload.FileKind;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that happened, for observers: log lines, metrics and tests are built from events. The
/// library itself never logs.
///
/// Events are passed to the `Consumer<Event>` of a server or client on the thread where they
/// happened, often an event loop, so a consumer must not block. An exception it throws is dropped,
/// and it still gets the next event. No event contains a secret or the bytes of a message.
///
/// Only the library creates events. New kinds may come in any version, so a `switch` over events
/// needs a `default`.
public interface Event {
  /// An event of one session.
  interface OfSession extends Event {
    /// Returns the id of the session.
    long session();

    /// Returns the transport.
    Transport transport();

    /// Returns the address of the peer as text.
    String peer();

    /// Returns the authenticated name of the peer, null without authentication or before it; use
    /// [dev.parley.text.Printable#peer] to display it.
    @Nullable String principal();
  }

  /// An event with a problem.
  interface WithProblem extends Event {
    /// Returns the problem; null if there is none.
    @Nullable Problem problem();

    /// Returns the problem's sentence, empty if there is none.
    default String why() {
      Problem problem = problem();
      return problem == null ? "" : problem.toString();
    }
  }

  /// A listener is bound and accepting; `address` has the actual port.
  record Listening(Address address) implements Event {}

  /// A datagram socket is being served, either with many datagrams per system call or, for the
  /// reason `problem`, with one; `problem` is null with batches. Emitted for listeners and for a
  /// client's socket, where `listener` is the server's address.
  record DatagramBatches(Address listener, boolean used, @Nullable Problem problem)
      implements WithProblem {}

  /// A listener has stopped accepting.
  record ListenerClosed(Address address) implements Event {}

  /// A requested limit is not available on this machine and was lowered. For a client's socket,
  /// emitted at each attempt to connect.
  record LimitLowered(String limit, long asked, long given, Problem problem)
      implements WithProblem {}

  /// A session is open, and its login, if any, is done. `principal` is the authenticated name of
  /// the peer, null without authentication; use [dev.parley.text.Printable#peer] to display it.
  record SessionOpened(
      long session, Transport transport, String peer, @Nullable String principal, Address listener)
      implements OfSession {}

  /// A session with the framing `auto` has settled on raw, because its peer ends no lines.
  /// `framing` applies from now on, also to what we send if that is `auto` too. The message that
  /// decided it is delivered next. Settling on lines, the usual case, emits no event.
  record FramingSettled(
      long session, Transport transport, String peer, @Nullable String principal, Framing framing)
      implements OfSession {}

  /// A session ended. `problem` explains the reason, null if the reason says everything. The only
  /// event of a session whose login failed.
  record SessionClosed(
      long session,
      Transport transport,
      String peer,
      @Nullable String principal,
      CloseReason reason,
      @Nullable Problem problem,
      Duration lasted,
      Traffic traffic)
      implements OfSession, WithProblem {
    /// Returns the problem's sentence, empty if there is none.
    public String detail() {
      return why();
    }
  }

  /// Stream peers were refused on arrival; `problem` names the limit, or the error in the PROXY
  /// header, in which case `peer` is the sender of the header. The first refusal is emitted at
  /// once, after that at most one event per ten seconds for each limit and listener, with the count
  /// since the last event and the latest peer.
  record PeerRefused(Address listener, SocketAddress peer, Problem problem, long count)
      implements WithProblem {}

  /// A datagram was not delivered or not sent; `problem` says why. Never about datagrams lost in
  /// the network. For datagrams dropped by a sealed socket, at most two events per ten seconds,
  /// each with the bytes of all drops since the one before and the latest sender.
  record DatagramRefused(Address listener, String peer, int bytes, Problem problem)
      implements WithProblem {}

  /// The system dropped `count` datagrams that came to a listener, or to a client's socket (where
  /// `listener` is the server's address), because they arrived faster than they were read. Counted
  /// on Linux; for clients only with batches. Emitted at most once per ten seconds, with the count
  /// since the last event.
  record DatagramsDropped(Address listener, long count) implements Event {}

  /// Automatic answers to peers of a datagram listener were withheld because their source had
  /// reached its limit ([dev.parley.limit.DatagramLimits]); `peer` was the latest. The peers' own
  /// messages were delivered. Emitted at most once per ten seconds, with the count since the last
  /// event.
  record AnswersWithheld(Address listener, String peer, long count) implements Event {}

  /// `count` datagrams from unknown senders, the first of them `peer`, were dropped because more
  /// arrived than the limit of newcomers per second allows ([dev.parley.limit.DatagramLimits]). A
  /// sender that retries within a second is admitted.
  record NewcomersDeferred(Address listener, String peer, long count) implements Event {}

  /// A datagram listener on every address of this machine cannot tell which address was called, for
  /// the reason `problem`. The system then chooses the source address of the answers, and a peer
  /// that called another address may reject them. A listener on a single address is not affected.
  record SourceAddressUnknown(Address listener, Problem problem) implements WithProblem {}

  /// A client's datagrams do not reach the server, but the session continues: because it is sealed,
  /// or because [dev.parley.ClientOptions#ignoreUnreachable] says so. Emitted at most once a
  /// second, with the number of failures since the last event.
  record Unreachable(
      long session,
      Transport transport,
      String peer,
      @Nullable String principal,
      Problem problem,
      long failures)
      implements OfSession, WithProblem {}

  /// A client's login or TLS handshake over a stream has begun, and the server has sent no byte for
  /// 1.2 s: most often it is a different kind of server than the client expects. The client keeps
  /// waiting until its login timeout.
  record ServerSilent(Address server) implements Event {}

  /// Accepting failed, most often for lack of file descriptors; the listener retries after
  /// `backOff`. Emitted at most once a minute, with the number of failures since the last event.
  record AcceptFailed(Address listener, Problem problem, Duration backOff, long failures)
      implements WithProblem {}

  /// An event about files that a running server follows: its keys, its users, its clients'
  /// certificate authorities, its own certificates. Files missing at start-up emit no event: the
  /// server does not start.
  interface OfFiles extends Event {
    /// Returns what kind of file it is.
    FileKind kind();
  }

  /// The new content of followed files is in effect, or a reload was requested
  /// ([dev.parley.Server#reload]) and nothing had changed: then both lists are empty. Sessions
  /// whose credentials were removed end; replacing the server's own certificates ends none.
  ///
  /// @param where the file or folder
  /// @param added the new entries, by names that are not secret: keys and certificates as `laptop
  ///   (0f1e2d3c)`, users by name
  /// @param removed the entries that are gone; a user whose password changed is in both lists
  /// @param count the current number of entries
  record FileChanged(FileKind kind, Path where, List<String> added, List<String> removed, int count)
      implements OfFiles {
    /// Copies the lists.
    public FileChanged {
      added = List.copyOf(added);
      removed = List.copyOf(removed);
    }
  }

  /// A followed file, or its folder, cannot be read or used, and its last content stays in effect.
  /// Emitted once per cause, and whenever a reload is requested.
  ///
  /// @param problem names the line if there is one, and never the content
  record FileKept(FileKind kind, Path file, Problem problem) implements OfFiles, WithProblem {}

  /// A followed file that had a [FileKept] is usable again, or is gone.
  record FileRepaired(FileKind kind, Path file) implements OfFiles {}

  /// A followed file with secrets is readable by users other than its owner.
  record FileExposed(FileKind kind, Path file) implements OfFiles {}

  /// The handler threw an exception; the session ends.
  record HandlerFailed(
      long session, Transport transport, String peer, @Nullable String principal, Throwable cause)
      implements OfSession {}

  /// The engine failed internally but survived: a bug in this library, worth a report; or, if the
  /// cause is a [dev.parley.frame.BrokenFramingException], in a framing of another author.
  record Defect(Throwable cause) implements Event {}

  /// The heap was full and has recovered: no error for a quarter of a second. Sessions were closed,
  /// from the sources that held most, those first that had made no progress for longest
  /// ([CloseReason#BUFFERS_FULL]).
  ///
  /// @param errors the number of errors
  /// @param sessions the number of sessions closed
  /// @param bytes the bytes they held, as far as they are counted
  record OutOfMemory(int errors, long sessions, long bytes) implements Event {}
}
