package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Server;
import dev.parley.chat.ChatServer;
import dev.parley.chat.client.RoomClient;
import dev.parley.chat.client.RoomListener;
import dev.parley.chat.history.Entry;
import dev.parley.chat.history.MemoryHistory;
import dev.parley.limit.Timeouts;
import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.secure.Entropy;
import dev.parley.session.Handler;
import dev.parley.testing.ClosedPort;
import dev.parley.testing.Wait;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `parley connect --name` in a pipe, as text and as JSON.
final class ChatProgramTest {
  @AutoClose private final ChatRooms rooms = openRooms();
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  private static ChatRooms openRooms() {
    try {
      return ChatRooms.open();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Program connect(String... options) throws Exception {
    String[] arguments = new String[options.length + 2];
    arguments[0] = "connect";
    arguments[1] = rooms.address();
    System.arraycopy(options, 0, arguments, 2, options.length);
    return Program.start(arguments);
  }

  /// Starts somebody who hears all that is said in the lobby.
  private RoomClient bob() throws Exception {
    RoomListener listener =
        new RoomListener() {
          @Override
          public void message(String room, Entry entry) {
            heard.add(room + " " + entry.sender() + ": " + entry.text());
          }
        };
    RoomClient bob =
        RoomClient.builder(rooms.address()).name("bob").room("#lobby").listener(listener).start();
    bob.join("#lobby").get(Wait.SECONDS, TimeUnit.SECONDS);
    return bob;
  }

  private String heard() throws InterruptedException {
    return heard.poll(Wait.SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void linesOfAPipeAreSaidAndAcknowledgedBeforeTheEnd() throws Exception {
    try (RoomClient _ = bob();
        Program ada = connect("--name", "ada")) {
      ada.typeAll("你好\n\n//not a command\nlast, without an end");
      assertEquals("#lobby ada: 你好", heard());
      assertEquals("#lobby ada: /not a command", heard());
      assertEquals("#lobby ada: last, without an end", heard());
      assertEquals("", ada.rest());
      assertEquals(0, ada.exitCode());
      assertEquals(List.of(), ada.errors());
    }
  }

  @Test
  void aLineWithASlashIsACommandAndItsAnswerIsPrinted() throws Exception {
    try (RoomClient _ = bob();
        Program ada = connect("--name", "ada")) {
      ada.typeAll("你好\n/history\n/name Eva\nlater\n/me waves\n");
      assertEquals("#lobby ada: 你好", heard());
      assertEquals("#lobby Eva: later", heard());
      assertEquals("#lobby Eva: waves", heard());
      String answer = ada.line();
      assertTrue(answer.matches("\\[1] \\d\\d:\\d\\d #lobby ada: 你好"), answer);
      assertEquals(0, ada.exitCode());
    }
  }

  @Test
  void joinGoesToTheRoomInWhichTheFollowingLinesAreSaid() throws Exception {
    try (RoomClient bob = bob();
        Program ada = connect("--name", "ada")) {
      bob.join("#ops").get(Wait.SECONDS, TimeUnit.SECONDS);
      ada.typeAll("here\n/join #ops\n你好\n/me waves\n/join lobby\nback\n");
      assertEquals("#lobby ada: here", heard());
      assertEquals("#ops ada: 你好", heard());
      assertEquals("#ops ada: waves", heard());
      assertEquals("#lobby ada: back", heard());
      assertEquals(0, ada.exitCode());
    }
  }

  @Test
  void whatFollowsAJoinThatIsRefusedIsNotSaidElsewhere() throws Exception {
    try (RoomClient _ = bob();
        Program ada = connect("--name", "ada")) {
      ada.typeAll("/join #no,room\na secret\n/join #lobby\nfine\n");
      assertEquals("#lobby ada: fine", heard());
      assertEquals(1, ada.exitCode());
      assertEquals(3, ada.errors().size(), ada.errors().toString());
    }
  }

  @Test
  void aCommandThatIsRefusedIsNotSaidAndIsNotExitCodeZero() throws Exception {
    try (RoomClient _ = bob();
        Program ada = connect("--name", "ada")) {
      ada.typeAll("/mgs bob a secret\nin public\n");
      assertEquals("#lobby ada: in public", heard());
      assertEquals(1, ada.exitCode());
      List<String> errors = ada.errors();
      assertTrue(errors.getFirst().startsWith("parley: line 1 of the input was not "));
    }
  }

  @Test
  void whatOthersSayIsPrintedEscapedAndThePastIsNot() throws Exception {
    try (RoomClient bob = bob()) {
      bob.send("#lobby", "before").get(Wait.SECONDS, TimeUnit.SECONDS);
      try (Program ada = connect("--name", "ada")) {
        ada.type("here\n");
        assertEquals("#lobby ada: here", heard());
        bob.send("#lobby", "你好\u001b[2J\nada: forged").get(Wait.SECONDS, TimeUnit.SECONDS);
        String line = ada.line();
        assertTrue(line.matches("\\d\\d:\\d\\d #lobby bob: 你好\\\\x1b\\[2J\\\\nada: forged"), line);
        ada.endInput();
        assertEquals(0, ada.exitCode());
      }
    }
  }

  @Test
  void programsSpeakTheProtocol() throws Exception {
    try (RoomClient bob = bob();
        Program ada = connect("--name", "ada", "--json")) {
      assertTrue(ada.line().startsWith("{\"kind\":\"welcome\",\"version\":1,"));
      assertTrue(ada.line().startsWith("{\"kind\":\"room\",\"room\":\"#lobby\","));
      ada.type("{\"kind\":\"send\",\"room\":\"#lobby\",\"id\":\"mine\",\"text\":\"你好\"}\n");
      assertTrue(
          ada.line()
              .startsWith("{\"kind\":\"ack\",\"room\":\"#lobby\",\"id\":\"mine\",\"seq\":1,"));
      bob.send("#lobby", "hi").get(Wait.SECONDS, TimeUnit.SECONDS);
      String message = ada.line();
      assertTrue(
          message.startsWith("{\"kind\":\"message\",\"room\":\"#lobby\",\"seq\":2,"), message);
      ada.type("{\"kind\":\"history\",\"ref\":\"r\",\"room\":\"#lobby\"}\n");
      String page = ada.line();
      assertTrue(page.startsWith("{\"kind\":\"page\",\"ref\":\"r\","), page);
      ada.type("no object\n");
      String error = ada.line();
      assertTrue(error.startsWith("{\"kind\":\"error\",\"code\":400,"), error);
      ada.typeAll("{\"kind\":\"hello\",\"version\":1}\n");
      assertTrue(ada.line().startsWith("{\"kind\":\"error\",\"code\":400,"));
      assertEquals(2, ada.exitCode());
      assertTrue(
          ada.errors().getLast().contains("\"event\":\"ended\",\"exit_code\":2,"),
          ada.errors().toString());
    }
  }

  @Test
  void anAnswerIsAwaitedAfterTheEndOfTheInput() throws Exception {
    try (Program ada = connect("--room", "lobby", "--json")) {
      ada.typeAll("{\"kind\":\"history\",\"ref\":\"r\",\"room\":\"#lobby\"}\n");
      assertTrue(ada.rest().lines().toList().getLast().startsWith("{\"kind\":\"page\""));
      assertEquals(0, ada.exitCode());
    }
  }

  @Test
  void aNameThatIsTakenEndsTheCommand() throws Exception {
    try (RoomClient _ = bob();
        Program other = connect("--name", "Bob")) {
      assertEquals(3, other.exitCode());
      assertEquals(List.of("parley: this name belongs to somebody else"), other.errors());
    }
  }

  @Test
  void aRefusedLineIsToldAndIsNotExitCodeZero() throws Exception {
    try (Program ada = connect("--name", "ada")) {
      ada.typeAll("x".repeat(5_000) + "\nfine\n");
      assertEquals(1, ada.exitCode());
      List<String> errors = ada.errors();
      assertTrue(errors.getFirst().startsWith("parley: line 1 of the input was not said: "));
      assertEquals("parley: not all of the input was said", errors.getLast());
    }
  }

  @Test
  void aServerThatIsNotThereEndsTheCommandInAPipe() throws Exception {
    try (ClosedPort closed = ClosedPort.tcp();
        Program ada = Program.start("connect", "127.0.0.1:" + closed.number(), "--name", "ada")) {
      assertEquals(1, ada.exitCode());
      assertEquals(
          List.of("parley: nobody listens at tcp://127.0.0.1:" + closed.number()), ada.errors());
    }
  }

  @Test
  void aServerThatIsNotThereEndsTheCommandInAPipeOverDatagramsToo() throws Exception {
    try (ClosedPort closed = ClosedPort.udp();
        Program ada =
            Program.start("connect", "udp://127.0.0.1:" + closed.number(), "--name", "ada")) {
      assertEquals(1, ada.exitCode());
      assertEquals(List.of("parley: nobody listens at the peer's port"), ada.errors());
    }
  }

  @Test
  void aServerThatWantsAKeyEndsTheCommandInAPipe() throws Exception {
    try (ChatServer chat = ChatServer.builder().history(new MemoryHistory()).build();
        Server server =
            Server.builder()
                .listen("tcp://127.0.0.1:0")
                .security(Sealed.with(NamedKey.generate("ada", Entropy.secure())))
                .timeouts(ChatServer.timeouts(Timeouts.defaults()))
                .handler(chat)
                .start();
        Program zoe = Program.start("connect", server.address().toString(), "--name", "zoe")) {
      assertEquals(3, zoe.exitCode());
      assertEquals(
          List.of("parley: the server closed at once; it may want --key-file or --user"),
          zoe.errors());
    }
  }

  @Test
  void aLineOfTheMostCharactersIsSaidOverSealedDatagrams(@TempDir Path folder) throws Exception {
    NamedKey key = NamedKey.generate("ada", Entropy.secure());
    Path file = Files.write(folder.resolve("ada.key"), key.toFileContent());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    try (ChatServer chat = ChatServer.builder().history(new MemoryHistory()).build();
        Server server =
            Server.builder()
                .listen("udp://127.0.0.1:0")
                .security(Sealed.with(key))
                .timeouts(ChatServer.timeouts(Timeouts.defaults()))
                .handler(chat)
                .start();
        Program ada =
            Program.start(
                "connect",
                server.address().toString(),
                "--key-file",
                file.toString(),
                "--room",
                "lobby",
                "--json")) {
      String text = "长".repeat(4_096);
      ada.typeAll(
          "{\"kind\":\"send\",\"room\":\"#lobby\",\"id\":\"a1\",\"text\":\""
              + text
              + "\"}\n{\"kind\":\"history\",\"ref\":\"r\",\"room\":\"#lobby\"}\n");
      String said = ada.rest();
      assertTrue(
          said.contains("\"kind\":\"ack\",\"room\":\"#lobby\",\"id\":\"a1\",\"seq\":1,"), said);
      assertEquals(0, ada.exitCode());
    }
  }

  @Test
  void optionsThatHaveNoMeaningInRoomsAreRefused() throws Exception {
    for (List<String> wrong :
        List.of(
            List.of("--hex"),
            List.of("--quit-word", "q"),
            List.of("--stamp"),
            List.of("--turns"))) {
      String[] options = new String[wrong.size() + 2];
      options[0] = "--name";
      options[1] = "ada";
      for (int i = 0; i < wrong.size(); i++) {
        options[i + 2] = wrong.get(i);
      }
      try (Program ada = connect(options)) {
        assertEquals(2, ada.exitCode(), wrong.toString());
        assertTrue(ada.errors().getFirst().contains(wrong.getFirst() + " is not for chat rooms"));
      }
    }
    try (Program bell = connect("--bell")) {
      assertEquals(2, bell.exitCode());
    }
    try (Program name = connect("--name", "a b")) {
      assertEquals(2, name.exitCode());
      assertTrue(name.errors().getFirst().contains("--name a b: a name has no blanks"));
    }
  }

  @Test
  void aFramingWithoutMessagesIsRefused() throws Exception {
    for (String[] wrong :
        new String[][] {
          {"--framing", "raw"}, {"--framing", "stream"}, {"--reply-framing", "raw"}
        }) {
      try (Program ada = connect("--name", "ada", wrong[0], wrong[1])) {
        assertEquals(2, ada.exitCode(), wrong[1]);
        assertTrue(
            ada.errors()
                .getFirst()
                .contains("chat rooms need messages, and " + wrong[1] + " has none"));
      }
    }
    try (Program ada = connect("--name", "ada", "--framing", "auto", "--max-message", "9000")) {
      ada.typeAll("hello\n");
      assertEquals(0, ada.exitCode());
    }
  }

  @Test
  void withoutANameConnectTalksAsBefore() throws Exception {
    try (Server echo =
            Server.builder()
                .listen("tcp://127.0.0.1:0")
                .handler((Handler) (session, message) -> session.send(message))
                .start();
        Program plain = Program.start("connect", echo.address().toString())) {
      plain.typeAll("hello\n");
      assertEquals("hello", plain.line());
      assertEquals(0, plain.exitCode());
    }
  }
}
