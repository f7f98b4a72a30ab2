package dev.parley.chat.client;

import dev.parley.chat.history.Entry;
import dev.parley.chat.history.History.Storage;
import dev.parley.chat.protocol.ChatJson;
import dev.parley.chat.protocol.ClosingCode;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import dev.parley.frame.Message;
import dev.parley.session.CloseReason;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/// A server of one room that keeps what the protocol promises and nothing more: it closes
/// connections at any moment, before and after it has kept a message, without an acknowledgement.
final class CarelessRooms implements Handler {
  /// How many missed entries it sends by itself, and in a page.
  private static final int AT_ONCE = 20;

  private final RandomGenerator random;
  private final double carelessness;
  private final List<Entry> log = new ArrayList<>();
  private final Set<Session> members = new LinkedHashSet<>();

  CarelessRooms(RandomGenerator random, double carelessness) {
    this.random = random;
    this.carelessness = carelessness;
  }

  /// Returns the texts of the log.
  List<String> texts() {
    return log.stream().map(Entry::text).toList();
  }

  /// Adds an entry of somebody else's.
  void say(String text) {
    Entry entry = add("bob", "b" + log.size(), text);
    members.forEach(member -> say(member, new Notice.Message("#lobby", entry)));
  }

  private Entry add(String sender, String id, String text) {
    long seq = log.size() + 1L;
    Entry entry =
        new Entry(
            seq, Instant.EPOCH, Entry.Kind.TEXT, sender, "", id, text, 0, Entry.State.ORIGINAL);
    log.add(entry);
    return entry;
  }

  private static void say(Session session, Notice notice) {
    session.send(ChatJson.encode(notice));
  }

  @Override
  public void received(Session session, Message message) throws Exception {
    switch (ChatJson.request(message)) {
      case Request.Hello hello -> enter(session, hello);
      case Request.Send send -> keep(session, send);
      case Request.History history -> {
        int from = (int) Math.max(0, history.after());
        int to = Math.min(log.size(), from + AT_ONCE);
        say(
            session,
            new Notice.Page(history.ref(), history.room(), log.subList(from, to), to < log.size()));
      }
      case Request.Ping ping -> say(session, new Notice.Pong(ping.ref()));
      default -> {
        // Not needed here.
      }
    }
  }

  private void enter(Session session, Request.Hello hello) {
    say(session, new Notice.Welcome(1, "careless", "ada", "t", false, 25, 4096, List.of()));
    Request.Position position = hello.rooms().getFirst();
    boolean isKnown = position.epoch() != null;
    int from = isKnown ? (int) position.seq() : Math.max(0, log.size() - AT_ONCE);
    say(
        session,
        new Notice.Room(
            "#lobby", "e", 1, log.size(), isKnown, "", List.of("ada"), 1, 0, Storage.MEMORY));
    for (Entry missed : log.subList(from, Math.min(log.size(), from + AT_ONCE))) {
      say(session, new Notice.Message("#lobby", missed));
    }
    members.add(session);
  }

  private void keep(Session session, Request.Send send) {
    if (isCareless()) {
      session.abort();
      return;
    }
    Entry entry =
        log.stream().filter(known -> known.id().equals(send.id())).findFirst().orElse(null);
    if (entry == null) {
      entry = add("ada", send.id(), send.text());
      for (Session member : members) {
        if (!member.equals(session)) {
          say(member, new Notice.Message("#lobby", entry));
        }
      }
    }
    if (isCareless()) {
      say(session, new Notice.Closing(ClosingCode.FAILED, "sorry"));
      session.close();
      return;
    }
    say(session, new Notice.Ack("#lobby", send.id(), entry.seq(), entry.time(), Storage.MEMORY));
  }

  private boolean isCareless() {
    return random.nextDouble() < carelessness;
  }

  @Override
  public void closed(Session session, CloseReason reason) {
    members.remove(session);
  }
}
