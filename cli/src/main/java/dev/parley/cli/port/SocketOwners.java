package dev.parley.cli.port;

import dev.parley.cli.text.Texts;
import dev.parley.text.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Finds the process that has a socket open by searching `/proc/PID/fd` (proc_pid_fd(5)). Skips
/// what it cannot read: processes of other users hide their files, and processes come and go
/// meanwhile.
final class SocketOwners {
  /// A process: its program's name, made printable, and its pid.
  record Owner(String name, long pid) {}

  private static final int MAX_NAME_BYTES = 64;

  private SocketOwners() {}

  /// Returns the owners of the sockets with these inodes, as far as this user may see them; if
  /// several processes share a socket, the one with the lowest pid. Reads a few files per process
  /// of the machine.
  ///
  /// @param proc where the process file system is, `/proc` outside of tests
  static Map<Long, Owner> find(Path proc, Set<Long> inodes) {
    Map<Long, Owner> owners = new HashMap<>();
    for (long pid : pids(proc)) {
      if (owners.keySet().containsAll(inodes)) {
        break;
      }
      Path process = proc.resolve(Long.toString(pid));
      for (long inode : sockets(process.resolve("fd"))) {
        if (inodes.contains(inode)) {
          owners.computeIfAbsent(inode, _ -> new Owner(name(process), pid));
        }
      }
    }
    return owners;
  }

  private static List<Long> pids(Path proc) {
    try (Stream<Path> entries = Files.list(proc)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.matches("[0-9]{1,18}"))
          .map(Long::valueOf)
          .sorted(Comparator.naturalOrder())
          .toList();
    } catch (IOException _) {
      return List.of();
    }
  }

  /// Returns the inodes of the sockets among a process's open files.
  private static List<Long> sockets(Path directory) {
    List<Long> inodes = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String target = target(file);
        if (target.matches("socket:\\[[0-9]{1,18}]")) {
          inodes.add(Long.valueOf(target.substring(8, target.length() - 1)));
        }
      }
    } catch (IOException | DirectoryIteratorException _) {
      return inodes;
    }
    return inodes;
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException _) {
      return "";
    }
  }

  /// Returns the file name of the program, or the kernel's name for the process if that cannot be
  /// read.
  private static String name(Path process) {
    String command = content(process.resolve("cmdline")).split("\0", 2)[0];
    String name = command.substring(command.lastIndexOf('/') + 1);
    if (name.isEmpty()) {
      name = content(process.resolve("comm")).strip();
    }
    return name.isEmpty()
        ? Texts.text("port.unnamed-program")
        : Printable.line(name.getBytes(StandardCharsets.UTF_8), MAX_NAME_BYTES);
  }

  private static String content(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException _) {
      return "";
    }
  }
}
