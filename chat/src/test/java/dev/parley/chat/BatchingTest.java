package dev.parley.chat;

import static dev.parley.chat.SimulatedChat.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.Client;
import dev.parley.ClientOptions;
import dev.parley.Server;
import dev.parley.chat.config.ChatLimits;
import dev.parley.chat.config.ChatSettings;
import dev.parley.chat.history.Appended;
import dev.parley.chat.history.Draft;
import dev.parley.chat.history.History;
import dev.parley.chat.history.MemoryHistory;
import dev.parley.chat.protocol.ChatJson;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import dev.parley.frame.Framing;
import dev.parley.session.Session;
import dev.parley.simulation.RawPeer;
import dev.parley.testing.LoopCosts;
import dev.parley.testing.ManualClock;
import dev.parley.testing.OpenedSessions;
import dev.parley.testing.Wait;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What is said in one turn goes out together, and in an order that nobody can tell from one by
/// one.
class BatchingTest {
  private static final int MEMBERS = 20;
  private static final int TEXTS = 50;

  /// Holds what is appended back, until another thread takes it.
  private static final class HeldAppends {
    final LinkedBlockingQueue<Runnable> held = new LinkedBlockingQueue<>();
    final History history;

    @SuppressWarnings("unchecked")
    HeldAppends(History kept) {
      history =
          (History)
              Proxy.newProxyInstance(
                  History.class.getClassLoader(),
                  new Class<?>[] {History.class},
                  (_, method, arguments) -> {
                    if (method.getName().equals("append")) {
                      held.add(() ->
                          kept.append(
                              (String) arguments[0],
                              (Draft) arguments[1],
                              (History.Reply<Appended>) arguments[2]));
                      return null;
                    }
                    try {
                      return method.invoke(kept, arguments);
                    } catch (InvocationTargetException e) {
                      throw e.getCause();
                    }
                  });
    }
  }

  @Test
  void repliesOfTheLogThatComeTogetherCostEachMemberOneWrite() throws Exception {
    assumeTrue(LoopCosts.areCallsCounted());
    LoopCosts loop = new LoopCosts();
    ManualClock clock = new ManualClock(); // so that nothing is due meanwhile
    HeldAppends appends = new HeldAppends(new MemoryHistory(1_000, clock));
    ChatSettings settings =
        ChatSettings.defaults().withLimits(ChatLimits.defaults().withRate(TEXTS, 0));
    List<Client> members = new ArrayList<>();
    try (ChatServer chat =
            ChatServer.builder().history(appends.history).settings(settings).clock(clock).build();
        Server server =
            Server.builder()
                .listen("tcp://127.0.0.1:0")
                .loops(1)
                .clock(clock)
                .handler(chat)
                .start()) {
      for (int i = 0; i < MEMBERS; i++) {
        Client client = Client.connect(server.address(), ClientOptions.defaults());
        members.add(client);
        send(
            client,
            new Request.Hello(
                1, "m" + i, null, "test", List.of(new Request.Position("#lobby", null, 0))));
        while (!(receive(client) instanceof Notice.Room)) {}
      }
      for (int i = 0; i < TEXTS; i++) {
        send(members.getFirst(), new Request.Send("#lobby", "a" + i, "你好 " + i, false));
      }
      List<Runnable> stored = new ArrayList<>();
      while (stored.size() < TEXTS) {
        stored.add(appends.held.poll(Wait.SECONDS, TimeUnit.SECONDS));
      }
      Session any = server.sessions().getFirst();
      OpenedSessions.awaitTurns(any);
      CountDownLatch areStored = new CountDownLatch(1);
      any.execute(() -> await(areStored));
      long before = loop.writes();
      stored.forEach(Runnable::run);
      areStored.countDown();
      for (int i = 0; i < TEXTS; i++) {
        assertEquals("a" + i, ((Notice.Ack) receive(members.getFirst())).id());
        for (Client other : members.subList(1, MEMBERS)) {
          assertEquals("你好 " + i, ((Notice.Message) receive(other)).entry().text());
        }
      }
      OpenedSessions.awaitTurns(any);

      long writes = loop.writes() - before;
      assertTrue(writes >= MEMBERS && writes < MEMBERS + 10, writes + " writes");
    } finally {
      members.forEach(Client::close);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(Wait.SECONDS, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void send(Client client, Request request) throws Exception {
    client.send(ChatJson.encode(request));
  }

  private static Notice receive(Client client) throws Exception {
    return ChatJson.notice(client.receive(Wait.TIME));
  }

  @Test
  void whatAMemberAsksInBetweenIsAnsweredInBetween() {
    run(chat -> {
      RawMember ada = chat.member().hello("ada", "#lobby", "#ops");
      RawMember bob = chat.member().hello("bob", "#lobby");
      chat.pass();
      int before = ada.notices().size();
      ada.peer.send(
          lines(
              new Request.Send("#lobby", "a1", "一", false),
              new Request.Ping("p1"),
              new Request.Send("#lobby", "a2", "", false),
              new Request.Send("#lobby", "a3", "三", false),
              new Request.Leave("#lobby"),
              new Request.Send("#ops", "a4", "四", false),
              new Request.Ping("p2")));
      bob.peer.send(
          lines(
              new Request.Leave("#lobby"),
              new Request.Join("#lobby", null, 0),
              new Request.Send("#lobby", "b1", "back", false)));
      chat.pass();

      List<String> answers =
          ada.notices().stream()
              .skip(before)
              .map(notice ->
                  switch (notice) {
                    case Notice.Ack ack -> ack.id();
                    case Notice.Pong pong -> String.valueOf(pong.ref());
                    case Notice.Refused refused -> String.valueOf(refused.id());
                    case Notice.Left left -> "left " + left.room();
                    default -> notice.getClass().getSimpleName();
                  })
              .filter(answer -> !answer.equals("Presence") && !answer.equals("Message"))
              .toList();
      assertEquals(List.of("a1", "p1", "a2", "a3", "left #lobby", "a4", "p2"), answers);
      // Before it left, and when it was back.
      assertEquals(List.of("1 ada: 一", "2 ada: 三", "1 ada: 一", "2 ada: 三"), bob.heard("#lobby"));
      assertEquals("b1", bob.last(Notice.Ack.class).id());
    });
  }

  @Test
  void whoSpeaksAndHalfClosesAtOnceGetsEverythingBeforeTheEnd() {
    run(chat -> {
      RawMember bob = chat.member().hello("bob", "#lobby");
      RawMember eve = chat.member().hello("eve", "#lobby");
      RawPeer plain = chat.plain().send("hi\n");
      chat.pass();
      bob.say("#lobby", "b1", "to eve");
      eve.say("#lobby", "e1", "bye").peer.endOutput();
      plain.send("再见\n").endOutput();
      chat.pass();

      assertTrue(eve.peer.hasEnded());
      assertEquals("e1", eve.last(Notice.Ack.class).id());
      assertTrue(plain.hasEnded());
      assertTrue(bob.heard("#lobby").stream().anyMatch(line -> line.endsWith("eve: bye")));
      assertTrue(bob.heard("#lobby").getLast().endsWith("guest1: 再见"));
    });
  }

  private static String lines(Request... requests) {
    StringBuilder lines = new StringBuilder();
    for (Request request : requests) {
      lines.append(ChatJson.encode(request).text()).append('\n');
    }
    return lines.toString();
  }

  @Test
  void peersWithoutFramesAndConsolesGetTheSameInTheSameOrder() {
    run(
        ChatSettings.defaults(),
        Framing.raw(),
        chat -> {
          List<String> told = new ArrayList<>();
          try (Console _ = chat.chat.console("operator", told::add)) {
            RawPeer one = chat.plain().send("hi\n");
            RawPeer other = chat.plain().send("hi\n");
            chat.pass();
            one.send("一\n二\n");
            other.send("1\n/me 2\n");
            chat.pass();

            String seen = new String(other.received(), StandardCharsets.UTF_8);
            assertTrue(seen.indexOf("一\n") > 0 && seen.indexOf("一\n") < seen.indexOf("二\n"), seen);
            String all = String.join("\n", told);
            assertTrue(all.indexOf("一") > 0 && all.indexOf("一") < all.indexOf("二"), all);
          }
        });
  }
}
