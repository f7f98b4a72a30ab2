package dev.parley.cli.port;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.cli.ProcTables;
import dev.parley.testing.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortCheckTest {
  private static final BindProbe ALL_FREE = (_, _) -> false;

  @TempDir Path proc;

  @BeforeEach
  void tables() throws IOException {
    Files.createDirectories(proc.resolve("net"));
    Files.writeString(proc.resolve("net/tcp"), ProcTables.TCP);
    Files.writeString(proc.resolve("net/tcp6"), ProcTables.TCP6);
    Files.writeString(proc.resolve("net/udp"), ProcTables.UDP);
    Files.writeString(proc.resolve("net/udp6"), ProcTables.UDP6);
  }

  @Test
  void aFreePortIsFreeForBoth() {
    PortCheck check = check(9001);
    assertEquals(List.of("port 9001 is free (tcp, udp)"), check.lines());
    assertEquals(0, check.exitCode());
  }

  @Test
  void holdersAreNamedWhereTheSystemTells() throws IOException {
    process(1234, "/usr/bin/python3\0server.py\0", 38014, 38018);
    process(1240, "./parley\0", 38016, 38014);
    PortCheck check = check(39001);
    assertEquals(
        List.of(
            "tcp 127.0.0.1:39001 is held by python3 (process 1234)",
            "tcp [::1]:39001 is held by parley (process 1240)",
            "udp 127.0.0.1:39001 is held by python3 (process 1234)",
            "udp [::1]:39001 is held by a process that this user may not see"),
        check.lines());
    assertEquals(1, check.exitCode());
  }

  @Test
  void theOtherProtocolIsSaidToBeFree() {
    assertEquals(
        List.of(
            "tcp 0.0.0.0:39002 is held by a process that this user may not see",
            "port 39002 is free (udp)"),
        check(39002).lines());
    assertEquals(
        List.of(
            "tcp [::]:39003 is held by a process that this user may not see",
            "port 39003 is free (udp)"),
        check(39003).lines());
    assertEquals(1, check(39003).exitCode());
  }

  @Test
  void aProgramCannotPaintTheTerminalWithItsName() throws IOException {
    process(5, "/tmp/\u001b[2J\n\0", 38015);
    assertEquals(
        "tcp 0.0.0.0:39002 is held by \\x1b[2J\\n (process 5)", check(39002).lines().getFirst());
  }

  @Test
  void aProcessWithoutACommandLineGoesByItsShortName() throws IOException {
    process(6, "", 38015);
    Files.writeString(proc.resolve("6/comm"), "worker\n");
    assertEquals(
        "tcp 0.0.0.0:39002 is held by worker (process 6)", check(39002).lines().getFirst());
  }

  @Test
  void aRefusedBindTellsOfHoldersThatNoTableNames() {
    PortCheck check =
        PortCheck.of(9001, proc, LITTLE_ENDIAN, (protocol, _) -> protocol == PortProtocol.UDP);
    assertEquals(
        List.of(
            "udp port 9001 is held by a process that this user may not see",
            "port 9001 is free (tcp)"),
        check.lines());
  }

  @Test
  void withoutTablesTheBindAloneTells() {
    Path none = proc.resolve("none");
    assertEquals(1, PortCheck.of(39001, none, LITTLE_ENDIAN, (_, _) -> true).exitCode());
    assertEquals(0, PortCheck.of(39001, none, LITTLE_ENDIAN, ALL_FREE).exitCode());
  }

  @Test
  void thisMachineTellsOfOurOwnSockets() throws IOException {
    int port = FreePort.find();
    InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try (ServerSocketChannel _ = ServerSocketChannel.open().bind(here);
        DatagramChannel _ = DatagramChannel.open().bind(here)) {
      PortCheck check = PortCheck.of(port);
      assertEquals(1, check.exitCode());
      assertEquals(List.of(), List.copyOf(check.free()));
      if (Files.exists(Path.of("/proc/net/tcp"))) {
        String us = "java (process " + ProcessHandle.current().pid() + ")";
        assertEquals("tcp 127.0.0.1:" + port + " is held by " + us, check.lines().getFirst());
        assertEquals("udp 127.0.0.1:" + port + " is held by " + us, check.lines().getLast());
      }
    }
  }

  @Test
  void theProbeSeesOurOwnSocketsAndTheirEnd() throws IOException {
    BindProbe probe = BindProbe.system();
    int port = FreePort.find();
    try (ServerSocketChannel _ =
        ServerSocketChannel.open()
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
      assertTrue(probe.isTaken(PortProtocol.TCP, port));
    }
    assertEquals(false, probe.isTaken(PortProtocol.TCP, port));
  }

  private PortCheck check(int port) {
    return PortCheck.of(port, proc, LITTLE_ENDIAN, ALL_FREE);
  }

  private void process(long pid, String commandLine, long... inodes) throws IOException {
    Path files = Files.createDirectories(proc.resolve(Long.toString(pid)).resolve("fd"));
    Files.writeString(files.resolveSibling("cmdline"), commandLine);
    Files.createSymbolicLink(files.resolve("0"), Path.of("pipe:[38014]"));
    for (int i = 0; i < inodes.length; i++) {
      Files.createSymbolicLink(
          files.resolve(Integer.toString(i + 1)), Path.of("socket:[" + inodes[i] + "]"));
    }
  }
}
