package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.chat.client.RoomClient;
import dev.parley.chat.client.RoomListener;
import dev.parley.chat.history.Entry;
import dev.parley.chat.protocol.Notice;
import dev.parley.testing.Wait;
import java.io.IOException;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `parley connect --name` at a pseudo-terminal.
final class ChatTerminalTest {
  @TempDir Path home;
  @AutoClose private final ChatRooms rooms = openRooms();

  private static ChatRooms openRooms() {
    try {
      return ChatRooms.open();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private AtTerminal ada(String... rest) throws IOException {
    return adaAfter("stty cols 80 rows 24", rest);
  }

  private AtTerminal adaAfter(String shell, String... rest) throws IOException {
    String[] arguments = new String[rest.length + 4];
    arguments[0] = "connect";
    arguments[1] = rooms.address();
    arguments[2] = "--name";
    arguments[3] = "ada";
    System.arraycopy(rest, 0, arguments, 4, rest.length);
    AtTerminal ada = AtTerminal.startAfter(shell, home, arguments);
    ada.await("you are ada; /help lists the commands, Ctrl-D leaves");
    ada.await("#lobby > ");
    return ada;
  }

  private RoomClient bob() throws Exception {
    RoomClient bob = RoomClient.builder(rooms.address()).name("bob").room("#lobby").start();
    bob.join("#lobby").get(Wait.SECONDS, TimeUnit.SECONDS);
    return bob;
  }

  private static void say(RoomClient client, String room, String text) throws Exception {
    client.send(room, text).get(Wait.SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void aTypedLineAppearsInItsPlaceAndWhatIsBeingTypedStaysWhole() throws Exception {
    try (RoomClient bob = bob();
        AtTerminal ada = ada()) {
      ada.enter("你好 bob");
      ada.await(" ada: 你好 bob");
      ada.press("half");
      ada.await("half");
      say(bob, "#lobby", "hi \u001b[2J ada");
      ada.await(" bob: hi \\x1b[2J ada");
      ada.await("#lobby > half");
      ada.enter(" and half");
      ada.await(" ada: half and half");
      ada.press(AtTerminal.CTRL_D);
      assertEquals(0, ada.exitCode());
    }
  }

  @Test
  void roomsAreSwitchedAndNewsElsewhereIsCounted() throws Exception {
    try (RoomClient bob = bob();
        AtTerminal ada = ada()) {
      ada.enter("/join #ops");
      ada.await("— #ops · 1 here —");
      say(bob, "#lobby", "ada, come back");
      ada.await("[#lobby 1!]");
      ada.enter("/next");
      ada.await("— #lobby");
      ada.await("— new —");
      ada.await(" bob: ada, come back");
      ada.enter("/msg bob psst");
      ada.await(" → @bob: psst");
      ada.enter("/join @bob");
      ada.await("— @bob");
      ada.await(" ada: psst");
      ada.enter("/quit");
      assertEquals(0, ada.exitCode());
    }
  }

  @Test
  void tabCompletesNamesRoomsAndCommands() throws Exception {
    try (RoomClient bob = bob();
        AtTerminal ada = ada()) {
      say(bob, "#lobby", "I am here");
      ada.await("I am here");
      ada.press("bo\t");
      ada.await("bob: ");
      ada.enter("hello");
      ada.await(" ada: bob: hello");
      ada.press("/jo\t#lo\t");
      ada.await("/join ");
      ada.await("#lobby");
    }
  }

  @Test
  void aPasteOfSeveralLinesAsksFirst() throws Exception {
    try (AtTerminal ada = ada()) {
      ada.paste("one\r二");
      ada.await("say these 2 lines as 2 messages? y/n");
      ada.press("x");
      ada.press("n");
      ada.await("not said");
      ada.paste("three\r四");
      ada.await("say these 2 lines as 2 messages? y/n");
      ada.press("y");
      ada.await(" ada: three");
      String text = ada.await(" ada: 四");
      assertFalse(text.contains("ada: one"), text);
    }
  }

  @Test
  void whoLeavesAtOnceIsToldWhatHasFailedAndWhatWasAnswered() throws Exception {
    try (AtTerminal ada = ada()) {
      ada.press("/who\r/msg nobody 你好\r/quit\r");
      ada.await("#lobby: ada; 1 here");
      ada.await("failed: ");
      ada.await("1 message was not said");
      assertEquals(1, ada.exitCode());
    }
  }

  @Test
  void whoIsTypingIsShownUntilTheMessageComes() throws Exception {
    try (RoomClient bob = bob();
        AtTerminal ada = ada()) {
      bob.typing("#lobby");
      ada.await("bob is typing …");
      say(bob, "#lobby", "done");
      ada.await(" bob: done");
    }
  }

  @Test
  void othersAreToldOfAPersonWhoTypesAMessageAndNotACommand() throws Exception {
    BlockingQueue<String> typing = new LinkedBlockingQueue<>();
    RoomListener listener =
        new RoomListener() {
          @Override
          public void typing(Notice.Typing told) {
            typing.add(told.room() + " " + told.name());
          }

          @Override
          public void message(String room, Entry entry) {
            typing.add(entry.text());
          }
        };
    try (RoomClient _ =
            RoomClient.builder(rooms.address())
                .name("bob")
                .room("#lobby")
                .listener(listener)
                .start();
        AtTerminal ada = ada()) {
      ada.enter("/me 挥手");
      assertEquals("挥手", typing.poll(Wait.SECONDS, TimeUnit.SECONDS));
      ada.press("你");
      assertEquals("#lobby ada", typing.poll(Wait.SECONDS, TimeUnit.SECONDS));
      ada.enter("好");
      assertEquals("你好", typing.poll(Wait.SECONDS, TimeUnit.SECONDS));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"export TERM=dumb", "stty cols 0 rows 0"})
  void onAPlainTerminalALineComesByItselfAndWhatWasTypedIsRepeated(String shell) throws Exception {
    try (RoomClient bob = bob();
        AtTerminal ada = adaAfter(shell)) {
      ada.press("你好 hal");
      ada.await("你好 hal");
      say(bob, "#lobby", "hi");
      String shown = ada.await(" bob: hi\r\n");
      assertTrue(shown.matches("(?s)\r\n.*\n\\d\\d:\\d\\d bob: hi\r\n"), shown);
      ada.await("#lobby > 你好 hal");
      ada.press("\u007f");
      ada.await("\b \b");
      ada.enter("f");
      ada.enter("/history");
      ada.await("ada: 你好 haf");
      ada.press(AtTerminal.CTRL_D);
      assertEquals(0, ada.exitCode());
    }
  }

  @Test
  void onAPlainTerminalCtrlCDropsALineAndLeavesOnAnEmptyOne() throws Exception {
    try (RoomClient _ = bob();
        AtTerminal ada = adaAfter("export TERM=dumb")) {
      ada.press("half");
      ada.await("half");
      ada.press(AtTerminal.CTRL_C);
      ada.await("^C");
      ada.await("#lobby > ");
      ada.enter("whole");
      ada.enter("/history");
      String shown = ada.await("ada: whole");
      assertFalse(shown.contains("ada: half"), shown);
      ada.press(AtTerminal.CTRL_C);
      assertEquals(130, ada.exitCode());
    }
  }

  /// An interrupt that came in two ways would end the line that follows, too, and so the talk.
  @ParameterizedTest
  @ValueSource(strings = {"export TERM=dumb", "stty cols 80 rows 24"})
  void ctrlCDropsOneLineEachTime(String shell) throws Exception {
    try (AtTerminal ada = adaAfter(shell)) {
      for (int i = 0; i < 50; i++) {
        ada.press("half");
        ada.await("half");
        ada.press(AtTerminal.CTRL_C);
        ada.await("#lobby > ");
      }
      ada.enter("whole");
      ada.enter("/history");
      String shown = ada.await("ada: whole");
      assertFalse(shown.contains("ada: half"), shown);
    }
  }

  @Test
  void aPlainTerminalWithoutEchoIsNotEchoedTo() throws Exception {
    try (AtTerminal ada = adaAfter("export TERM=dumb; stty -echo")) {
      ada.enter("typed");
      ada.enter("/history");
      String shown = ada.await("ada: typed");
      assertEquals(shown.indexOf("typed"), shown.lastIndexOf("typed"), shown);
    }
  }

  @Test
  void helpFitsTheWidthAndNamesTheKeys() throws Exception {
    try (AtTerminal ada = ada()) {
      ada.enter("/help");
      String help = ada.await("rings when you are mentioned");
      for (String key : List.of("/next", "/retry", "Tab", "Ctrl-C", "Ctrl-D", "paste")) {
        assertTrue(help.contains(key), key);
      }
      for (String line : help.split("[\r\n]+", -1)) {
        String plain = line.replaceAll("\u001b(\\[[0-9;?]*[a-zA-Z]|[=>])", "");
        assertTrue(plain.length() <= 80, plain);
      }
    }
  }

  @Test
  void aChineseSpeakerIsAnsweredInChinese() throws Exception {
    String arguments = "export LANG=zh_CN.UTF-8 LC_ALL=; stty cols 80 rows 24";
    try (AtTerminal ada =
        AtTerminal.startAfter(
            arguments, home, "connect", rooms.address(), "--name", "ada", "--room", "#lobby")) {
      ada.await("#lobby > ");
      ada.enter("/mute bob");
      ada.await("只有管理员可以这样做");
      ada.enter("/nonsense");
      ada.await("没有命令 /nonsense");
      ada.enter("/who");
      ada.await("#lobby：ada；共 1 人");
      ada.enter("/help topic");
      ada.await("显示、设置或去掉这个房间的主题");
    }
  }

  @Test
  void aPersonWhoReachesAChatServerAsAPlainOneIsToldHowToTalk() throws Exception {
    try (AtTerminal plain = AtTerminal.start(home, "connect", rooms.address())) {
      plain.await("this is a chat server: add --room '#lobby'");
    }
  }

  @Test
  void aRefusedLineStaysWithWhatToDo() throws Exception {
    try (AtTerminal ada = ada()) {
      ada.paste("x".repeat(4_097));
      ada.await("failed: ");
      ada.enter("/drop");
      ada.enter("/drop");
      ada.await("no message has failed");
    }
  }

  @Test
  void aLostServerIsShownAndComeBackTo() throws Exception {
    try (AtTerminal ada = ada()) {
      rooms.stop();
      ada.await("offline, next try in ");
      ada.enter("said 离线");
      ada.await("ada: said 离线 …");
      try (ChatRooms _ = rooms.startAgain()) {
        ada.press("\r");
        ada.await("connected again");
        ada.await("the log of #lobby was made anew");
        ada.await(" ada: said 离线");
        ada.enter("/quit");
        assertEquals(0, ada.exitCode());
      }
    }
  }

  @Test
  void theNameIsTheOwnAtTheNextStart() throws Exception {
    try (AtTerminal ada = ada()) {
      ada.press(AtTerminal.CTRL_C);
      assertEquals(130, ada.exitCode());
    }
    Path tokens = home.resolve("parley").resolve("rooms");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(tokens)));
    assertTrue(Files.readString(tokens).startsWith(rooms.address() + "\tada\t"));
    try (AtTerminal ada = ada()) {
      ada.press(AtTerminal.CTRL_D);
      assertEquals(0, ada.exitCode());
    }
  }
}
