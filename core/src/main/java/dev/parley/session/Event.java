package dev.parley.session;

import dev.parley.frame.Framing;
import dev.parley.reload.FileKind;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that happened, for whoever watches: log lines, metrics and tests are made of these.
/// The library itself never logs.
///
/// Events are given to the `Consumer<Event>` of a server or client on the thread where they
/// happened, often a loop: a consumer must not block. What it throws is dropped, and it is called
/// again for the next event. No event holds a secret or a message's bytes.
public sealed interface Event {
  /// A listener is bound and accepts; `address` has the real port.
  record Listening(Address address) implements Event {}

  /// A datagram socket is served: many datagrams in one system call, or one in each and `why`, a
  /// sentence that is empty for batches. Of a listener, or of a client's socket, which has the
  /// server's address here.
  record DatagramBatches(Address listener, boolean used, String why) implements Event {}

  /// A listener no longer accepts.
  record ListenerClosed(Address address) implements Event {}

  /// A limit that was asked for cannot be had on this machine and was lowered. Of a client's
  /// socket, told for each attempt to connect.
  record LimitLowered(String limit, long asked, long given, String why) implements Event {}

  /// A session is open; with a login, after it. `principal` is the name that the peer has proven to
  /// have, null when nothing was asked of it; [dev.parley.text.Printable#peer] makes it fit to be
  /// shown.
  record SessionOpened(
      long session, Transport transport, String peer, @Nullable String principal, Address listener)
      implements Event {}

  /// A session whose framing is `auto` has settled for raw, because its peer ends no lines;
  /// `framing` is what holds from now on, for what we send as well where that is `auto` too. The
  /// message that decided it comes next. Settling for lines, as sessions do by and large, is no
  /// event.
  record FramingSettled(
      long session, Transport transport, String peer, @Nullable String principal, Framing framing)
      implements Event {}

  /// A session ended. `detail` is a sentence for people, possibly empty; `principal` is as in
  /// [SessionOpened]. The only event of a session whose login failed.
  record SessionClosed(
      long session,
      Transport transport,
      String peer,
      @Nullable String principal,
      CloseReason reason,
      String detail,
      Duration lasted,
      Traffic traffic)
      implements Event {}

  /// Stream peers were turned away at the door; `why` names the limit, or the fault in its PROXY
  /// header; of such a one the peer is the sender. The first one at once, afterwards once in ten
  /// seconds at most for each limit and listener, with the number of all since the last and the
  /// latest peer.
  record PeerRefused(Address listener, SocketAddress peer, String why, long count)
      implements Event {}

  /// A datagram was not delivered or not sent; `why` names the limit. Never one that was lost on
  /// the way. Of those that a sealed socket drops, at most two in ten seconds, with the bytes of
  /// all since the one before and the latest sender.
  record DatagramRefused(Address listener, String peer, int bytes, String why) implements Event {}

  /// The system had no room for `count` datagrams that came to a listener, or to a client's socket,
  /// which has the server's address here: they came faster than they were read. Counted on Linux,
  /// for clients with batches alone; emitted once in ten seconds at most, with all since the last.
  record DatagramsDropped(Address listener, long count) implements Event {}

  /// A program's answers to peers of a datagram listener were not sent, because their source has
  /// had as many as it may have ([dev.parley.limit.DatagramLimits]): `peer` was the latest. What
  /// they had sent was delivered. Emitted once in ten seconds at most, with all since the last.
  record AnswersWithheld(Address listener, String peer, long count) implements Event {}

  /// So many datagrams from senders that were not heard of before are lost, `peer`'s the first of
  /// them: there were more than may come in a second ([dev.parley.limit.DatagramLimits]). One that
  /// sends again within a second is let in.
  record NewcomersPutOff(Address listener, String peer, long count) implements Event {}

  /// A listener for datagrams at every address of this machine does not learn which of them was
  /// called, since `why`, a sentence. So the system chooses where its answers come from, and a peer
  /// that called another address may not take them. A listener for one address does not have that.
  record SourceAddressUnknown(Address listener, String why) implements Event {}

  /// A client's datagrams do not reach the server, and the session goes on: because it is sealed,
  /// or because [ClientOptions#ignoreUnreachable] says so. `why` is a sentence. Emitted once a
  /// second at most, with the number of failures since the last.
  record Unreachable(long session, String peer, String why, long failures) implements Event {}

  /// A client's login or TLS handshake has begun, over a stream, and the server has not sent a byte
  /// for 1.2 s: most often one of another kind than the one that was called. The client goes on
  /// waiting until its login timeout.
  record ServerSilent(Address server) implements Event {}

  /// Accepting failed, most often for want of file descriptors; the listener tries again after
  /// `backOff`. Emitted once a minute at most, with the number of failures since the last.
  record AcceptFailed(Address listener, String error, Duration backOff, long failures)
      implements Event {}

  /// What a running server follows in files: its keys, its users, the authorities of its clients'
  /// certificates, its own certificates. Files that do not exist at the start are no event: the
  /// server does not start.
  sealed interface OfFiles extends Event permits FileChanged, FileKept, FileRepaired, FileExposed {
    /// What the file holds.
    FileKind kind();
  }

  /// What is in followed files counts now; or somebody has asked for a look ([Server#reload]) and
  /// nothing has changed: then both lists are empty. Sessions of what was removed end, but for
  /// certificates of the server's own.
  ///
  /// @param where the file or folder
  /// @param added what is there since, by names that are no secret: keys and certificates as
  ///   `laptop (0f1e2d3c)`, users by their names
  /// @param removed what is gone since; a user with another password is in both lists
  /// @param count how much there is now
  record FileChanged(FileKind kind, Path where, List<String> added, List<String> removed, int count)
      implements OfFiles {
    /// Takes copies of the lists.
    public FileChanged {
      added = List.copyOf(added);
      removed = List.copyOf(removed);
    }
  }

  /// A followed file, or the folder of such files, cannot be read or used, and what it last held
  /// still counts. Once for each cause, and when somebody has asked for a look.
  ///
  /// @param why a sentence that names the line where there is one, never what is in it
  record FileKept(FileKind kind, Path file, String why) implements OfFiles {}

  /// A followed file for which there was a [FileKept] can be used again, or is gone.
  record FileRepaired(FileKind kind, Path file) implements OfFiles {}

  /// Others than its owner may read a followed file that holds secrets.
  record FileExposed(FileKind kind, Path file) implements OfFiles {}

  /// The handler threw; the session ends.
  record HandlerFailed(long session, Throwable cause) implements Event {}

  /// Something failed in the engine itself and was survived: a defect of ours, worth a report.
  record Defect(Throwable cause) implements Event {}

  /// The memory of this process was full, and is no longer: no error came for a quarter of a
  /// second. Sessions had to leave, those first that had made no progress for longest, of the
  /// sources that held most ([CloseReason#BUFFERS_FULL]).
  ///
  /// @param errors how many errors there were
  /// @param sessions how many sessions had to leave
  /// @param bytes what they held, as far as it is counted
  record OutOfMemory(int errors, long sessions, long bytes) implements Event {}
}
