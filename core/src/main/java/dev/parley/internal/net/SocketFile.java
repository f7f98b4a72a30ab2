package dev.parley.internal.net;

import dev.parley.problem.Problem;
import dev.parley.problem.ProblemBindException;
import dev.parley.problem.ProblemIOException;
import dev.parley.problem.ServerProblem;
import dev.parley.reload.Writers;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The file of a Unix-domain listener. A symbolic link at its path is never followed, and nothing
/// but a socket is ever removed.
///
/// ```
///   nothing at the path ────────────────────────────────────────▶ bind
///   a socket ── connect: refused ── moved away: it is the same ── deleted ──▶ bind
///   │             │                   └─ it is another: moved back, in use
///   │             └─ anything else: in use
///   anything else: refused
/// ```
///
/// Safe for any thread.
final class SocketFile {
  /// sys/stat.h
  private static final int S_IFMT = 0xF000;

  private static final int S_IFSOCK = 0xC000;

  private static final Set<PosixFilePermission> OWNER_ALONE =
      PosixFilePermissions.fromString("rw-------");

  /// Two listeners of this process take turns between the check of a path and the bind. Between
  /// processes a race remains: between bind(2) and listen(2), a listener cannot be distinguished
  /// from a stale one.
  private static final ReentrantLock TURN = new ReentrantLock();

  private final Path path;

  /// The device and inode, where the system has them. Valid for as long as the listener is open,
  /// which keeps its inode number from being reused.
  private final @Nullable Object key;

  private final AtomicBoolean isLeft = new AtomicBoolean();

  /// @throws BindException if the file at the path is not a socket
  private SocketFile(Path path) throws IOException {
    this.path = path;
    BasicFileAttributes made = look(path);
    if (otherThanSocket(path, made) != null) {
      throw replaced();
    }
    this.key = made.fileKey();
  }

  private static BindException replaced() {
    return new ProblemBindException(Problem.of(ServerProblem.SOCKET_REPLACED));
  }

  /// Binds a channel to the path, such that only this user may connect to it. Refuses a folder in
  /// which others could replace the file: a link there would redirect our operations on the path.
  ///
  /// @throws BindException if something else is there; the message continues after the path
  /// @throws IOException if it cannot be created, or not safely
  static StreamPort listen(Path path, int backlog) throws IOException {
    Problem writers = Writers.ofPlace(path);
    if (writers != null) {
      throw new ProblemIOException(writers, null);
    }
    TURN.lock();
    try {
      makeWay(path);
      ServerSocketChannel channel = openForOwner();
      try {
        channel.bind(UnixDomainSocketAddress.of(path), backlog);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
      return listening(channel, path, backlog);
    } finally {
      TURN.unlock();
    }
  }

  private static StreamPort listening(ServerSocketChannel channel, Path path, int backlog)
      throws IOException {
    SocketFile file = null;
    try {
      file = new SocketFile(path);
      file.closeToOthers();
      return new StreamPort(channel, file, backlog);
    } catch (IOException | RuntimeException e) {
      if (file != null) {
        file.remove();
      }
      channel.close();
      throw e;
    }
  }

  // Before the bind.

  private static void makeWay(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    BasicFileAttributes found = look(path);
    ServerProblem other = otherThanSocket(path, found);
    if (other != null) {
      throw new ProblemBindException(Problem.of(ServerProblem.PATH_TAKEN, Problem.of(other)));
    }
    if (isAnswered(path)) {
      throw new BindException("Address already in use");
    }
    Path folder = Files.createTempDirectory(path.toAbsolutePath().getParent(), ".parley");
    Path aside = folder.resolve("s");
    try {
      Files.move(path, aside);
      if (isSame(found, look(aside))) {
        Files.delete(aside);
        return;
      }
      // Another socket has replaced it since the check.
      Files.createLink(path, aside);
      Files.delete(aside);
    } finally {
      boolean _ = folder.toFile().delete(); // unless it contains something that is not ours
    }
    throw new BindException("Address already in use");
  }

  private static BasicFileAttributes look(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isSame(BasicFileAttributes one, BasicFileAttributes other) {
    return Objects.equals(one.fileKey(), other.fileKey())
        && one.lastModifiedTime().equals(other.lastModifiedTime());
  }

  /// Returns what is there instead of a socket; null if it is a socket.
  private static @Nullable ServerProblem otherThanSocket(Path path, BasicFileAttributes found)
      throws IOException {
    if (found.isSymbolicLink()) {
      return ServerProblem.SYMBOLIC_LINK;
    }
    if (found.isDirectory()) {
      return ServerProblem.FOLDER;
    }
    if (found.isRegularFile()) {
      return ServerProblem.NO_SOCKET;
    }
    return isSocket(path) ? null : ServerProblem.DEVICE;
  }

  private static boolean isSocket(Path path) throws IOException {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return true;
    }
    Object mode = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    return mode instanceof Integer bits && (bits & S_IFMT) == S_IFSOCK;
  }

  /// Returns true unless the system says that nobody listens there.
  private static boolean isAnswered(Path path) throws IOException {
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      probe.configureBlocking(false); // otherwise a listener whose backlog is full would block us
      boolean _ = probe.connect(UnixDomainSocketAddress.of(path));
      return true;
    } catch (ConnectException e) {
      return false;
    }
  }

  // The socket.

  /// Opens a channel whose file is accessible to its owner only, from the moment it exists. Linux
  /// gives the file the permissions that the socket itself has at bind(2), and those can be set
  /// through `/proc`. Where that does not work, [#closeToOthers] follows a moment later.
  static ServerSocketChannel openForOwner() throws IOException {
    Set<String> before = openSockets().keySet();
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      // This also changes sockets that other threads have opened meanwhile; that has no effect on a
      // socket that is not bound to a path afterwards.
      for (Map.Entry<String, Path> socket : openSockets().entrySet()) {
        if (!before.contains(socket.getKey())) {
          restrict(socket.getValue());
        }
      }
      return channel;
    } catch (RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static void restrict(Path descriptor) {
    try {
      Files.setPosixFilePermissions(descriptor, OWNER_ALONE);
    } catch (IOException | UnsupportedOperationException e) {
      // Closed meanwhile, or the system does not support it.
    }
  }

  /// Returns the descriptors of sockets by their link targets, such as `socket:[1871176]`; none
  /// where the system does not list them.
  private static Map<String, Path> openSockets() {
    Map<String, Path> found = new HashMap<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : all) {
        String target = target(descriptor);
        if (target.startsWith("socket:")) {
          found.put(target, descriptor);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return Map.of();
    }
    return found;
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // closed meanwhile
    }
  }

  // The file.

  /// Restricts the permissions, on systems other than Linux. Where the file has them since bind(2),
  /// the path is not used again, which may be a link by now.
  private void closeToOthers() throws IOException {
    PosixFileAttributes now =
        Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!Objects.equals(now.fileKey(), key)) {
      throw replaced();
    }
    if (!now.permissions().equals(OWNER_ALONE)) {
      Files.setPosixFilePermissions(path, OWNER_ALONE);
    }
  }

  /// Removes the file, unless another one has replaced it; only the first call does anything. Call
  /// it while the listener is open. If the file remains, the next listener recognises it as stale.
  void remove() {
    if (isLeft.getAndSet(true)) {
      return;
    }
    try {
      if (Objects.equals(look(path).fileKey(), key) && isSocket(path)) {
        Files.delete(path);
      }
    } catch (IOException e) {
      // Gone already, or not ours to remove.
    }
  }
}
