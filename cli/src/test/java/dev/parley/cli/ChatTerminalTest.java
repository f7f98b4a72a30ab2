package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.chat.client.RoomClient;
import dev.parley.testing.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    String[] arguments = new String[rest.length + 4];
    arguments[0] = "connect";
    arguments[1] = rooms.address();
    arguments[2] = "--name";
    arguments[3] = "ada";
    System.arraycopy(rest, 0, arguments, 4, rest.length);
    AtTerminal ada = AtTerminal.start(home, arguments);
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
      ada.enter("n");
      ada.await("not said");
      ada.paste("three\r四");
      ada.await("say these 2 lines as 2 messages? y/n");
      ada.enter("y");
      ada.await(" ada: three");
      String text = ada.await(" ada: 四");
      assertFalse(text.contains("ada: one"), text);
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
