package dev.parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Server;
import dev.parley.chat.config.ChatSettings;
import dev.parley.chat.history.MemoryHistory;
import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.ClosingCode;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import dev.parley.frame.Framing;
import dev.parley.limit.Timeouts;
import dev.parley.simulation.RawPeer;
import dev.parley.simulation.Simulation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What members see of a chat server, each scenario in a simulation.
class ChatServerTest {
  private static final String ADDRESS = "memory:chat";

  private static ChatServer chat(Simulation simulation) {
    return ChatServer.builder()
        .history(new MemoryHistory(1_000, simulation.clock()))
        .settings(ChatSettings.defaults())
        .clock(simulation.clock())
        .build();
  }

  private static Server serve(Simulation simulation, Framing framing) throws IOException {
    return Server.builder()
        .listen(ADDRESS)
        .framing(framing)
        .timeouts(ChatServer.timeouts(Timeouts.defaults()))
        .handler(chat(simulation))
        .start();
  }

  private interface Scenario {
    void run(Simulation simulation, Server server) throws Exception;
  }

  private static void run(Scenario scenario) {
    run(Framing.line(), scenario);
  }

  private static void run(Framing framing, Scenario scenario) {
    Simulation.seed(
        1,
        simulation -> {
          try (Server server = serve(simulation, framing)) {
            scenario.run(simulation, server);
          }
        });
  }

  private static RawMember member(Simulation simulation) throws IOException {
    return new RawMember(simulation.connect(ADDRESS));
  }

  private static void pass(Simulation simulation) {
    simulation.run(Duration.ofMillis(100));
  }

  @Test
  void whatOneSaysTheOthersGetAndTheSenderIsTold() {
    run((simulation, _) -> {
      RawMember ada = member(simulation).hello("ada", "#lobby");
      RawMember bob = member(simulation).hello("鲍勃", "#Lobby");
      pass(simulation);
      ada.say("#lobby", "a1", "你好");
      pass(simulation);
      assertEquals(List.of("1 ada: 你好"), bob.heard("#lobby"));
      assertEquals(1, ada.last(Notice.Ack.class).seq());
      assertEquals(List.of(), ada.heard("#lobby"));
      assertEquals(List.of("ada", "鲍勃"), bob.last(Notice.Room.class).members());
    });
  }

  @Test
  void theSameIdIsAcknowledgedAgainAndNotSaidTwice() {
    run((simulation, _) -> {
      RawMember ada = member(simulation).hello("ada", "#lobby").say("#lobby", "a1", "once");
      RawMember bob = member(simulation).hello("bob", "#lobby");
      pass(simulation);
      ada.say("#lobby", "a1", "once").say("#lobby", "a1", "other");
      pass(simulation);
      assertEquals(
          List.of(1L, 1L), ada.all(Notice.Ack.class).stream().map(Notice.Ack::seq).toList());
      assertEquals(ChatError.ID_REUSED, ada.last(Notice.Refused.class).code());
      assertEquals(List.of("1 ada: once"), bob.heard("#lobby"));
    });
  }

  @Test
  void aMemberWhoIsBackGetsWhatWasMissedAndItsName() {
    run((simulation, _) -> {
      RawMember ada = member(simulation).hello("ada", "#lobby");
      RawMember bob = member(simulation).hello("bob", "#lobby");
      pass(simulation);
      String token = String.valueOf(bob.last(Notice.Welcome.class).token());
      String epoch = bob.last(Notice.Room.class).epoch();
      ada.say("#lobby", "a1", "one");
      pass(simulation);
      bob.peer.reset();
      ada.say("#lobby", "a2", "two").say("#lobby", "a3", "three");
      pass(simulation);
      RawMember back =
          member(simulation).hello("bob", token, List.of(new Request.Position("#lobby", epoch, 1)));
      pass(simulation);
      assertEquals("bob", back.last(Notice.Welcome.class).name());
      assertTrue(back.last(Notice.Room.class).isRecovered());
      assertEquals(List.of("2 ada: two", "3 ada: three"), back.heard("#lobby"));
    });
  }

  @Test
  void aNameThatIsTakenIsRefusedAndAnotherMayBeTried() {
    run((simulation, _) -> {
      RawMember ada = member(simulation).hello("ada", "#lobby");
      RawMember other = member(simulation).hello("ＡＤＡ", "#lobby");
      pass(simulation);
      assertEquals(ChatError.NAME_TAKEN, other.last(Notice.Refused.class).code());
      other.hello("bob", "#lobby");
      pass(simulation);
      assertEquals("bob", other.last(Notice.Welcome.class).name());
      assertEquals("ada", ada.last(Notice.Welcome.class).name());
    });
  }

  @Test
  void aPeerThatSpeaksPlainTextIsInTheLobby() {
    run((simulation, _) -> {
      RawMember ada = member(simulation).hello("ada", "#lobby");
      RawPeer plain = simulation.connect(ADDRESS).send("你好\r\n\n");
      pass(simulation);
      assertEquals(List.of("1 guest1: 你好"), ada.heard("#lobby"));
      ada.say("#lobby", "a1", "hello");
      pass(simulation);
      assertTrue(plain.receivedText().contains("#lobby ada: hello\n"), plain.receivedText());
    });
  }

  @Test
  void aSilentPeerHearsNothingForASecondAndIsGreetedThen() {
    run((simulation, _) -> {
      RawPeer silent = simulation.connect(ADDRESS);
      simulation.run(Duration.ofMillis(990));
      assertEquals("", silent.receivedText());
      simulation.run(Duration.ofMillis(20));
      assertTrue(silent.receivedText().contains("guest1"), silent.receivedText());
    });
  }

  @Test
  void aPlainPeerWithoutLineEndsIsServedWhereTheFramingHasNone() {
    run(
        Framing.raw(),
        (simulation, _) -> {
          RawPeer one = simulation.connect(ADDRESS).send("你好");
          pass(simulation);
          RawPeer other = simulation.connect(ADDRESS).send("hi");
          pass(simulation);
          assertTrue(other.receivedText().contains("guest1: 你好\n"), other.receivedText());
          assertTrue(one.receivedText().endsWith("guest2: hi\n"), one.receivedText());
        });
  }

  @Test
  void aPeerThatHasEndedItsOutputGetsWhatIsUnderWayAndIsClosed() {
    run((simulation, server) -> {
      RawMember ada = member(simulation).hello("ada", "#lobby");
      pass(simulation);
      RawPeer plain = simulation.connect(ADDRESS).send("hi\n").endOutput();
      simulation.run(Duration.ofSeconds(2));
      assertEquals(List.of("1 guest1: hi"), ada.heard("#lobby"));
      assertTrue(plain.hasEnded());
      plain.close();
      simulation.run(Duration.ofSeconds(2));
      assertEquals(1, server.openSessions());
    });
  }

  @Test
  void aSilentClientIsAskedAndIsGoneAfterSeventyFiveSeconds() {
    run((simulation, _) -> {
      RawMember ada = member(simulation).hello("ada", "#lobby");
      RawMember bob = member(simulation).hello("bob", "#lobby");
      for (int i = 0; i < 74; i += 2) {
        simulation.run(Duration.ofSeconds(2));
        bob.send(new Request.Pong());
      }
      assertEquals(2, ada.all(Notice.Ping.class).size());
      simulation.run(Duration.ofSeconds(4));
      assertEquals(ClosingCode.SILENT, ada.last(Notice.Closing.class).code());
      assertEquals(List.of("ada"), bob.last(Notice.Presence.class).left());
    });
  }

  @Test
  void membersAreToldOfWhoComesAndGoesWithinASecondAtOnce() {
    run((simulation, _) -> {
      RawMember ada = member(simulation).hello("ada", "#lobby");
      simulation.run(Duration.ofSeconds(2));
      int before = ada.all(Notice.Presence.class).size();
      RawMember bob = member(simulation).hello("bob", "#lobby");
      RawMember eve = member(simulation).hello("eve", "#lobby");
      pass(simulation);
      eve.peer.reset();
      simulation.run(Duration.ofSeconds(2));
      List<Notice.Presence> all = ada.all(Notice.Presence.class);
      assertEquals(before + 1, all.size());
      assertEquals(new Notice.Presence("#lobby", List.of("bob"), List.of(), 2), all.getLast());
      assertFalse(bob.peer.isReset());
    });
  }

  @Test
  void twoTalkAlone() {
    run((simulation, _) -> {
      RawMember ada = member(simulation).hello("ada", "#lobby", "@Bob");
      pass(simulation);
      assertEquals(ChatError.NOT_FOUND, ada.last(Notice.Refused.class).code());
      RawMember bob = member(simulation).hello("Bob", "#lobby");
      RawMember eve = member(simulation).hello("eve", "#lobby");
      pass(simulation);
      ada.send(new Request.Join("@Bob", null, 0)).say("@bob", "a1", "psst");
      pass(simulation);
      assertEquals(List.of("1 ada: psst"), bob.heard("@ada"));
      bob.say("@ada", "b1", "what");
      pass(simulation);
      assertEquals(List.of("2 Bob: what"), ada.heard("@bob"));
      assertEquals(List.of(), eve.all(Notice.Message.class));
    });
  }

  @Test
  void anEditAndADeletionAreEntriesAndChangeWhatOthersReadLater() {
    run((simulation, _) -> {
      RawMember ada = member(simulation).hello("ada", "#lobby").say("#lobby", "a1", "teh");
      RawMember bob = member(simulation).hello("bob", "#lobby");
      pass(simulation);
      ada.send(new Request.Edit("#lobby", "a2", 1, "the"));
      bob.send(new Request.Edit("#lobby", "b1", 1, "bob's"));
      pass(simulation);
      assertEquals(ChatError.NOT_ALLOWED, bob.last(Notice.Refused.class).code());
      assertEquals(List.of("1 ada: teh", "2 ada: the"), bob.heard("#lobby"));
      bob.send(new Request.History("r", "#lobby", 0, 0, null, 0));
      pass(simulation);
      assertEquals("the", bob.last(Notice.Page.class).entries().getFirst().text());
      ada.send(new Request.Delete("#lobby", "a3", 1));
      pass(simulation);
      RawMember late = member(simulation).hello("eve", "#lobby");
      pass(simulation);
      assertEquals(List.of("1 ada: ", "2 ada: ", "3 ada: "), late.heard("#lobby"));
    });
  }
}
