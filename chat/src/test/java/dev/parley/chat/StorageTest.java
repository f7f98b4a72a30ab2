package dev.parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.Client;
import dev.parley.ClientOptions;
import dev.parley.chat.config.ChatSettings;
import dev.parley.chat.history.Entry;
import dev.parley.chat.history.History.Storage;
import dev.parley.chat.history.MemoryHistory;
import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.ChatJson;
import dev.parley.chat.protocol.ClosingCode;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import dev.parley.frame.Message;
import dev.parley.simulation.RawPeer;
import dev.parley.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What members see of a history that is slow, full, not there, or older than the server.
class StorageTest {
  private static final ChatSettings SETTINGS =
      ChatSettings.defaults().withMemoryRooms(Set.of("#Live"));

  private interface Scenario {
    void run(Simulation simulation, FlakyHistory history) throws Exception;
  }

  private static void run(Duration delay, Scenario scenario) {
    Simulation.seed(
        1,
        simulation ->
            scenario.run(
                simulation,
                new FlakyHistory(simulation, new MemoryHistory(1_000, simulation.clock()), delay)));
  }

  @Test
  void onAFullDiskNothingIsShownReadingGoesOnAndSoDoRoomsInMemory() {
    run(
        Duration.ZERO,
        (simulation, history) -> {
          try (SimulatedChat chat = SimulatedChat.start(simulation, history, SETTINGS)) {
            RawMember ada = chat.member().hello("ada", "#lobby", "#live");
            RawMember bob = chat.member().hello("bob", "#lobby", "#live");
            ada.say("#lobby", "a1", "before");
            chat.pass();
            history.isFull = true;
            ada.say("#lobby", "a2", "lost").say("#live", "a3", "live");
            bob.send(new Request.History("r", "#lobby", 0, 0, null, 0));
            chat.pass();
            Notice.Refused refused = ada.last(Notice.Refused.class);
            assertEquals(ChatError.STORAGE_FULL, refused.code());
            assertEquals("a2", refused.id());
            assertEquals(List.of("1 ada: before"), bob.heard("#lobby"));
            assertEquals(List.of("1 ada: live"), bob.heard("#live"));
            assertEquals(Storage.MEMORY, ada.last(Notice.Ack.class).storage());
            assertEquals(1, bob.last(Notice.Page.class).entries().size());
            history.isFull = false;
            ada.say("#lobby", "a2", "lost");
            chat.pass();
            assertEquals("2 ada: lost", bob.heard("#lobby").getLast());
          }
        });
  }

  @Test
  void aCommandSeesWhatItsSenderHasSaidBeforeOnASlowDisk() {
    run(
        Duration.ofSeconds(5),
        (simulation, history) -> {
          try (SimulatedChat chat = SimulatedChat.start(simulation, history, SETTINGS)) {
            RawMember ada = chat.member().hello("ada", "#lobby");
            chat.pass(Duration.ofSeconds(20));
            ada.send(new Request.Command("r1", "#lobby", "/topic 午饭"))
                .send(new Request.Command("r2", "#lobby", "/topic"));
            ada.say("#lobby", "a1", "first").say("#lobby", "a2", "second");
            ada.send(new Request.Command("r3", "#lobby", "/delete")).say("#lobby", "a3", "third");
            chat.pass(Duration.ofSeconds(60));
            assertEquals(
                List.of("#lobby topic: 午饭"),
                ada.all(Notice.Result.class).stream()
                    .filter(result -> "r2".equals(result.ref()))
                    .findFirst()
                    .orElseThrow()
                    .lines());
            ada.send(new Request.History("r4", "#lobby", 0, 0, null, 0));
            chat.pass(Duration.ofSeconds(20));
            List<Entry> log = ada.last(Notice.Page.class).entries();
            assertEquals(
                List.of("午饭", "first", "", "", "third"), log.stream().map(Entry::text).toList());
            assertEquals(3, log.get(3).target());
          }
        });
  }

  @Test
  void nobodyIsShownAMessageBeforeTheLogHasIt() {
    run(
        Duration.ofSeconds(5),
        (simulation, history) -> {
          try (SimulatedChat chat = SimulatedChat.start(simulation, history, SETTINGS)) {
            RawMember ada = chat.member().hello("ada", "#lobby");
            RawMember bob = chat.member().hello("bob", "#lobby");
            chat.pass(Duration.ofSeconds(20));
            ada.say("#lobby", "a1", "slow");
            chat.pass(Duration.ofMillis(1));
            assertEquals(List.of(), bob.heard("#lobby"));
            chat.pass(Duration.ofSeconds(6));
            assertEquals(List.of("1 ada: slow"), bob.heard("#lobby"));
          }
        });
  }

  @Test
  void aHelloOverDatagramsThatIsRepeatedFasterThanTheLogAnswersIsAnsweredStill() {
    run(
        Duration.ofSeconds(2),
        (simulation, history) -> {
          try (SimulatedChat chat = SimulatedChat.start(simulation, history, SETTINGS);
              Client bob = Client.connect(SimulatedChat.DATAGRAMS, ClientOptions.defaults())) {
            RawMember ada = chat.member().hello("ada", "#lobby");
            chat.pass(Duration.ofSeconds(10));
            for (int i = 0; i < 3; i++) {
              ada.say("#lobby", "a" + i, "x");
            }
            RawMember eve = chat.member().hello("eve", "#lobby");
            chat.pass(Duration.ofSeconds(10));
            String epoch = ada.last(Notice.Room.class).epoch();
            assertEquals(3, eve.heard("#lobby").size());
            ada.send(new Request.Leave("#lobby"));
            eve.send(new Request.Leave("#lobby")); // nothing of the room is at hand any more
            chat.pass();
            bob.session().send(hello(null, epoch));
            String token = next(bob, Notice.Retry.class).token();
            for (int i = 0; i < 30; i++) {
              bob.session().send(hello(token, epoch));
              chat.pass(Duration.ofMillis(200));
            }
            bob.session().send(ChatJson.encode(new Request.Ping("end")));
            List<Notice> told = untilPong(bob); // what has come while the hello was repeated
            assertTrue(told.stream().anyMatch(Notice.Room.class::isInstance), told.toString());
            assertEquals(3, told.stream().filter(Notice.Message.class::isInstance).count());
          }
        });
  }

  private static Message hello(@Nullable String token, String epoch) {
    return ChatJson.encode(
        new Request.Hello(
            1, "bob", token, null, List.of(new Request.Position("#lobby", epoch, 0))));
  }

  private static List<Notice> untilPong(Client client) throws Exception {
    List<Notice> told = new ArrayList<>();
    while (told.isEmpty() || !(told.getLast() instanceof Notice.Pong)) {
      told.add(next(client, Notice.class));
    }
    return told;
  }

  private static <T extends Notice> T next(Client client, Class<T> kind) throws Exception {
    while (true) {
      Message message = client.receive(Duration.ofSeconds(3));
      assertNotNull(message);
      Notice notice = ChatJson.notice(message);
      if (kind.isInstance(notice)) {
        return kind.cast(notice);
      }
    }
  }

  @Test
  void whoHalfClosesAtOnceHasSpokenWhenTheConnectionEnds() {
    run(
        Duration.ofSeconds(1),
        (simulation, history) -> {
          try (SimulatedChat chat = SimulatedChat.start(simulation, history, SETTINGS)) {
            RawMember ada = chat.member().hello("ada", "#lobby");
            chat.pass(Duration.ofSeconds(5));
            RawPeer plain = chat.plain().send("一\n二\n").endOutput();
            chat.pass(Duration.ofSeconds(10));
            assertTrue(plain.hasEnded());
            assertEquals(List.of("1 guest1: 一", "2 guest1: 二"), ada.heard("#lobby"));
          }
        });
  }

  @Test
  void aServerThatShutsDownAcknowledgesWhatIsUnderWayAndSaysThatItEnds() {
    run(
        Duration.ofSeconds(1),
        (simulation, history) -> {
          try (SimulatedChat chat = SimulatedChat.start(simulation, history, SETTINGS)) {
            RawMember ada = chat.member().hello("ada", "#lobby");
            chat.pass(Duration.ofSeconds(5));
            ada.say("#lobby", "a1", "last words");
            chat.pass(Duration.ofMillis(1));
            boolean _ = chat.server.shutdown(Duration.ofSeconds(30));
            chat.pass(Duration.ofSeconds(5));
            assertEquals("a1", ada.last(Notice.Ack.class).id());
            assertEquals(ClosingCode.SHUTDOWN, ada.last(Notice.Closing.class).code());
          }
        });
  }

  @Test
  void tokensTopicsBansAndMessagesAreThereAfterTheServerWasStartedAnew() {
    run(
        Duration.ofMillis(1),
        (simulation, history) -> {
          String token;
          String epoch;
          try (SimulatedChat chat = SimulatedChat.start(simulation, history, SETTINGS);
              Console console = chat.chat.console("operator", _ -> {})) {
            RawMember ada = chat.member().hello("Ada", "#lobby");
            chat.pass();
            token = String.valueOf(ada.last(Notice.Welcome.class).token());
            epoch = ada.last(Notice.Room.class).epoch();
            ada.say("#lobby", "a1", "hello");
            chat.pass();
            console.line("/ban eve");
            console.line("/topic 午饭");
            chat.pass();
          }
          FlakyHistory again = new FlakyHistory(simulation, history.kept, Duration.ofMillis(1));
          try (SimulatedChat chat = SimulatedChat.start(simulation, again, SETTINGS)) {
            RawMember ada =
                chat.member()
                    .hello("Ada", token, List.of(new Request.Position("#lobby", epoch, 1)));
            RawMember eve = chat.member().hello("eve", "#lobby");
            chat.pass();
            assertEquals("Ada", ada.last(Notice.Welcome.class).name());
            Notice.Room room = ada.last(Notice.Room.class);
            assertTrue(room.isRecovered());
            assertEquals("午饭", room.topic());
            assertEquals(List.of("2 operator: 午饭"), ada.heard("#lobby"));
            assertEquals(ClosingCode.BANNED, eve.last(Notice.Closing.class).code());
            ada.say("#lobby", "a1", "hello");
            chat.pass();
            assertEquals(1, ada.last(Notice.Ack.class).seq());
          }
        });
  }

  @Test
  void onAFullDiskAnOperatorIsToldThatWhatWasDoneHoldsOnlyUntilTheServerEnds() {
    run(
        Duration.ofMillis(1),
        (simulation, history) -> {
          List<String> told = new ArrayList<>();
          try (SimulatedChat chat = SimulatedChat.start(simulation, history, SETTINGS);
              Console console = chat.chat.console("operator", told::add)) {
            RawMember eve = chat.member().hello("eve", "#lobby");
            chat.pass();
            history.isFull = true;
            for (String line : List.of("/mute eve 5", "/slow 5", "/ban bob")) {
              int before = told.size();
              console.line(line);
              chat.pass();
              assertTrue(
                  told.get(before + 1)
                      .startsWith("-- the disk is full: this holds only until the server ends"),
                  told.toString());
            }
            eve.say("#lobby", "e1", "hi");
            RawMember bob = chat.member().hello("bob", "#lobby");
            chat.pass();
            assertEquals(ChatError.MUTED, eve.last(Notice.Refused.class).code());
            assertEquals(ClosingCode.BANNED, bob.last(Notice.Closing.class).code());
            console.line("/unban bob");
            console.line("/ban zoe");
            chat.pass();
            history.isFull = false;
            chat.pass(Duration.ofSeconds(6));
            int before = told.size();
            console.line("/slow 0");
            chat.pass();
            assertEquals(before + 1, told.size());
          }
          // What could be stored before the end is there, each setting with its last value.
          assertTrue(history.kept.settings().containsKey("ban:n:zoe"));
          assertFalse(history.kept.settings().containsKey("ban:n:bob"));
          assertFalse(history.kept.settings().containsKey("slow:#lobby"));
        });
  }

  @Test
  void aSearchOfAllRoomsFindsThoseOnTheDiskAndThoseInMemoryNewestFirst() {
    run(
        Duration.ofMillis(5),
        (simulation, history) -> {
          try (SimulatedChat chat = SimulatedChat.start(simulation, history, SETTINGS)) {
            RawMember ada = chat.member().hello("ada", "#lobby", "#live", "#ops");
            RawMember eve = chat.member().hello("eve", "#live");
            chat.pass();
            for (int i = 1; i <= 6; i++) {
              ada.say(i % 2 == 0 ? "#live" : i == 5 ? "#ops" : "#lobby", "a" + i, "午饭 " + i);
              chat.pass(Duration.ofSeconds(1));
            }
            assertEquals(
                List.of("#live 6", "#ops 5", "#live 4", "#lobby 3", "#live 2", "#lobby 1"),
                found(chat, ada, 6, false));
            assertEquals(List.of("#live 6", "#ops 5"), found(chat, ada, 2, true));
            assertEquals(List.of("#live 6", "#live 4", "#live 2"), found(chat, eve, 0, false));
            eve.send(new Request.Command("c", "#live", "/ignore ada"));
            chat.pass();
            assertEquals(List.of(), found(chat, eve, 0, false));
            for (int i = 0; i < 20; i++) { // each is one search, however many logs it asks
              assertEquals(5, found(chat, ada, 5, true).size());
            }
          }
        });
  }

  private static List<String> found(
      SimulatedChat chat, RawMember member, int limit, boolean hasMore) {
    member.send(new Request.Search("s", null, "午饭", null, limit));
    chat.pass();
    Notice.Found found = member.last(Notice.Found.class);
    assertEquals(hasMore, found.hasMore());
    return found.hits().stream()
        .map(hit -> hit.room() + hit.entry().text().substring("午饭".length()))
        .toList();
  }

  @Test
  void whereNothingIsKeptWhoComesLaterReadsNothingAndWhoIsBackGetsWhatWasMissed() {
    Simulation.seed(
        1,
        simulation -> {
          MemoryHistory none = MemoryHistory.none(simulation.clock());
          try (SimulatedChat chat =
              SimulatedChat.start(simulation, none, ChatSettings.defaults())) {
            RawMember ada = chat.member().hello("ada", "#lobby").say("#lobby", "a1", "gone");
            chat.pass();
            RawMember bob = chat.member().hello("bob", "#lobby");
            bob.send(new Request.History("r", "#lobby", 0, 0, null, 0));
            chat.pass();
            assertEquals(List.of(), bob.heard("#lobby"));
            assertEquals(ChatError.NOT_KEPT, bob.last(Notice.Refused.class).code());
            assertEquals(Storage.NONE, ada.last(Notice.Ack.class).storage());
            String epoch = bob.last(Notice.Room.class).epoch();
            RawMember eve =
                chat.member().hello("eve", null, List.of(new Request.Position("#lobby", epoch, 0)));
            chat.pass();
            assertFalse(eve.all(Notice.Message.class).isEmpty());
          }
        });
  }
}
