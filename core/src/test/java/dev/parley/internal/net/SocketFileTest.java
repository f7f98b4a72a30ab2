package dev.parley.internal.net;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SocketFileTest {
  private static final int BACKLOG = 8;

  @TempDir private Path folder;

  private static boolean isThere(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static String refusal(Path path) {
    BindException e =
        assertThrows(BindException.class, () -> Sockets.listen(path, BACKLOG).close());
    assertTrue(isThere(path), "it was removed");
    return String.valueOf(e.getMessage());
  }

  /// Creates a stale socket file, whose listener is gone.
  private static Path stale(Path path) throws IOException {
    try (ServerSocketChannel old = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      old.bind(UnixDomainSocketAddress.of(path));
    }
    return path;
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aPipeIsLeftAlone() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    assertEquals("a device or a pipe is in the way", refusal(pipe));
  }

  @Test
  void aDeviceIsLeftAlone() {
    assertEquals("a device or a pipe is in the way", refusal(Path.of("/dev/null")));
  }

  @Test
  void aFolderIsLeftAlone() {
    assertEquals("a folder is in the way", refusal(folder));
  }

  @Test
  void aLinkIsNeitherFollowedNorReplaced() throws Exception {
    Path target = folder.resolve("target");
    Path link = Files.createSymbolicLink(folder.resolve("link"), target);
    assertEquals("a symbolic link is in the way", refusal(link));
    assertFalse(isThere(target));
    Files.createDirectory(target);
    assertEquals("a symbolic link is in the way", refusal(link));
    Files.delete(target);
    assertEquals("a symbolic link is in the way", refusal(link), "to nothing");
    stale(target);
    assertEquals("a symbolic link is in the way", refusal(link), "to a stale socket");
    assertTrue(isThere(target));
  }

  @Test
  void aStaleSocketIsReplacedAndNothingElseIsLeft() throws Exception {
    Path path = stale(folder.resolve("服务.sock"));
    Sockets.listen(path, BACKLOG).close();
    assertEquals(List.of(), names());
  }

  @Test
  void whoComesAtTheSameTimeFindsTheAddressTaken() throws Exception {
    Path path = stale(folder.resolve("s"));
    List<StreamPort> open = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      Callable<StreamPort> listen = () -> Sockets.listen(path, BACKLOG);
      int refused = 0;
      for (Future<StreamPort> one : threads.invokeAll(List.of(listen, listen, listen, listen))) {
        if (one.state() == Future.State.SUCCESS) {
          open.add(one.resultNow());
        } else {
          assertEquals("Address already in use", one.exceptionNow().getMessage());
          refused++;
        }
      }
      assertEquals(1, open.size());
      assertEquals(3, refused);
      assertEquals(List.of("s"), names());
      assertDoesNotThrow(() -> SocketChannel.open(UnixDomainSocketAddress.of(path)).close());
    } finally {
      open.forEach(StreamPort::close);
    }
  }

  @Test
  void aFileThatHasReplacedOursStays() throws Exception {
    Path path = folder.resolve("s");
    StreamPort ours = Sockets.listen(path, BACKLOG);
    Files.delete(path);
    StreamPort theirs = Sockets.listen(path, BACKLOG);
    try {
      ours.close();
      assertTrue(isThere(path));
      ours.close();
      assertTrue(isThere(path), "at the second call");
    } finally {
      theirs.close();
    }
    assertFalse(isThere(path));
  }

  @Test
  void aFileThatIsNoSocketAnyMoreStays() throws Exception {
    Path path = folder.resolve("s");
    StreamPort ours = Sockets.listen(path, BACKLOG);
    Files.delete(path);
    Files.writeString(path, "dear");
    ours.close();
    assertEquals("dear", Files.readString(path));
  }

  @Test
  void onlyItsOwnerMayConnect() throws Exception {
    Path path = folder.resolve("s");
    StreamPort port = Sockets.listen(path, BACKLOG);
    String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    port.close();
    assertEquals("rw-------", permissions);
  }

  /// The file has its permissions from the moment of bind(2).
  @EnabledOnOs(OS.LINUX)
  @Test
  void itIsNeverOpenToOthers() throws Exception {
    Path path = folder.resolve("s");
    ServerSocketChannel channel = SocketFile.openForOwner();
    try (channel) {
      channel.bind(UnixDomainSocketAddress.of(path), BACKLOG);
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    }
  }

  @Test
  void thePathMayBeAsLongAsTheJdkTakes() throws Exception {
    int most = 106; // 108 in unix(7), of which the JDK reserves two
    String room = folder.resolve("x").toString();
    Path longest = Path.of(room + "x".repeat(most - room.length()));
    stale(longest);
    Sockets.listen(longest, BACKLOG).close();
    assertFalse(isThere(longest));
    Path longer = Path.of(longest + "x");
    IOException e = assertThrows(IOException.class, () -> Sockets.listen(longer, BACKLOG).close());
    assertTrue(String.valueOf(e.getMessage()).contains("too long"), e.getMessage());
    assertEquals(List.of(), names());
  }

  private static String unsafe(Path path) {
    IOException e = assertThrows(IOException.class, () -> Sockets.listen(path, BACKLOG).close());
    assertFalse(isThere(path));
    return String.valueOf(e.getMessage());
  }

  @Test
  void noSocketIsMadeWhereOthersCouldReplaceIt() throws Exception {
    Path open = Files.createDirectory(folder.resolve("open"));
    Path path = open.resolve("s");
    String replace = " may write to the folder " + open + " and replace it; chmod ";
    Files.setAttribute(open, "unix:mode", 0757);
    assertEquals("other users" + replace + "o-w", unsafe(path));
    for (int mode : new int[] {01777, 0755}) {
      Files.setAttribute(open, "unix:mode", mode);
      Sockets.listen(path, BACKLOG).close();
    }
    assumeTrue(Integer.valueOf(0).equals(Files.getAttribute(open, "unix:uid")), "not as root");
    Files.setAttribute(open, "unix:mode", 0775);
    assertEquals("its group" + replace + "g-w", unsafe(path));
    Files.setAttribute(open, "unix:mode", 0777);
    assertEquals("its group and other users" + replace + "go-w", unsafe(path));
    Files.setAttribute(open, "unix:uid", 4711);
    for (int mode : new int[] {01777, 0755}) {
      Files.setAttribute(open, "unix:mode", mode);
      assertEquals(
          "the folder "
              + open
              + " belongs to another user, neither to root nor to the one who runs this, who may"
              + " replace it",
          unsafe(path));
    }
  }

  @Test
  void aLinkThatHasReplacedOursStaysAndIsNotFollowed() throws Exception {
    Path victim = Files.writeString(folder.resolve("victim"), "dear");
    Path path = folder.resolve("s");
    StreamPort ours = Sockets.listen(path, BACKLOG);
    Files.delete(path);
    Files.createSymbolicLink(path, victim);
    ours.close();
    assertTrue(Files.isSymbolicLink(path));
    assertEquals("dear", Files.readString(victim));
  }
}
