package dev.parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.parley.Server;
import dev.parley.chat.history.MemoryHistory;
import dev.parley.frame.Framing;
import dev.parley.limit.Timeouts;
import dev.parley.testing.OwnProcess;
import dev.parley.testing.Wait;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The programs that people have at hand, over real sockets, with a member who listens.
class CarelessProgramsTest {
  private final List<String> heard = new CopyOnWriteArrayList<>();

  @AutoClose private ChatServer chat;
  @AutoClose private Server server;

  @BeforeEach
  void serve() throws IOException {
    chat = ChatServer.builder().history(new MemoryHistory()).build();
    var _ = chat.console("operator", heard::add);
    server =
        Server.builder()
            .listen("tcp://127.0.0.1:0")
            .listen("udp://127.0.0.1:0")
            .framing(Framing.auto())
            .timeouts(ChatServer.timeouts(Timeouts.defaults()))
            .handler(chat)
            .start();
  }

  private Process run(String script) throws IOException {
    String[] ports = {port(0), port(1)};
    return new ProcessBuilder("sh", "-c", script.replace("TCP", ports[0]).replace("UDP", ports[1]))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private String port(int listener) {
    String address = server.addresses().get(listener).toString();
    return address.substring(address.lastIndexOf(':') + 1);
  }

  private static void need(String program) throws Exception {
    if (new ProcessBuilder("sh", "-c", "command -v " + program).start().waitFor() != 0) {
      abort(program + " is not installed");
    }
  }

  private void awaitHeard(String end) throws InterruptedException {
    assertTrue(
        OwnProcess.comesTrue(() -> heard.stream().anyMatch(line -> line.endsWith(end))),
        () -> "no " + end + " in " + heard);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "printf '你好\\n\\n再见\\n' | nc -N 127.0.0.1 TCP",
        "printf '你好\\r\\n再见\\r\\n' | ncat 127.0.0.1 TCP",
        "printf '你好\\n再见\\n' | socat - tcp:127.0.0.1:TCP"
      })
  void whatIsPipedIsSaidAndTheProgramEnds(String command) throws Exception {
    need(command.replaceAll(".*\\| (\\w+) .*", "$1"));
    Process process = run(command);
    awaitHeard("guest1: 你好");
    awaitHeard("guest1: 再见");
    assertTrue(process.waitFor(Wait.SECONDS, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue());
  }

  @Test
  void aTutorialsClientThatSendsNoLineEndsIsHeardAndHears() throws Exception {
    need("python3");
    Process process =
        run(
            """
            exec python3 -c '
            import socket
            client = socket.socket()
            client.connect(("127.0.0.1", TCP))
            client.send("你好".encode("utf-8"))
            heard = ""
            while "what" not in heard:
                heard += client.recv(1024).decode("utf-8", "replace")
            print(heard.splitlines()[-1])
            client.send(b"bye")
            import os
            os._exit(3)
            '
            """);
    awaitHeard("guest1: 你好");
    try (Console other = chat.console("other", _ -> {});
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      other.line("what");
      assertTrue(lines.readLine().endsWith("#lobby other: what"));
    }
    awaitHeard("guest1: bye");
    assertTrue(OwnProcess.comesTrue(() -> server.openSessions() == 0)); // it has vanished
  }

  @Test
  void aPersonWithNetcatSpeaksOverDatagrams() throws Exception {
    need("nc");
    Process process = run("printf '你好' | nc -u -w 1 127.0.0.1 UDP");
    awaitHeard("guest1: 你好");
    assertTrue(process.waitFor(Wait.SECONDS, TimeUnit.SECONDS));
  }
}
