package dev.parley.chat.client;

import dev.parley.chat.history.Entry;
import dev.parley.chat.protocol.ClosingCode;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import dev.parley.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A listener that writes down what it is told, a line for each call.
final class Told implements RoomListener {
  private final List<String> lines = new ArrayList<>();

  private synchronized void add(String line) {
    lines.add(line);
  }

  /// Returns the lines since the last call.
  synchronized List<String> lines() {
    List<String> all = List.copyOf(lines);
    lines.clear();
    return all;
  }

  /// Returns all lines so far.
  synchronized List<String> all() {
    return List.copyOf(lines);
  }

  @Override
  public void connecting(int attempt) {
    add("connecting " + attempt);
  }

  @Override
  public void online(Notice.Welcome welcome) {
    add("online as " + welcome.name());
  }

  @Override
  public void offline(Problem why, Duration untilNextAttempt) {
    add("offline: " + why);
  }

  @Override
  public void closed(@Nullable ClosingCode code, Problem why) {
    add("closed " + code + ": " + why);
  }

  @Override
  public void entered(Notice.Room room) {
    add("entered " + room.room());
  }

  @Override
  public void message(String room, Entry entry) {
    add(room + " " + entry.seq() + " " + entry.sender() + ": " + entry.text());
  }

  @Override
  public void sending(Request said) {
    add("sending " + (said instanceof Request.Send send ? send.text() : said));
  }

  @Override
  public void acknowledged(Notice.Ack ack) {
    add(ack.room() + " " + ack.seq() + " acknowledged");
  }

  @Override
  public void failed(String room, String id, Problem why) {
    add(room + " failed: " + why);
  }

  @Override
  public void notRecovered(String room, long first, long last) {
    add(room + " lost " + first + "-" + last);
  }

  @Override
  public void presence(Notice.Presence presence) {
    add(presence.room() + " +" + presence.joined() + " -" + presence.left());
  }

  @Override
  public void renamed(Notice.Renamed renamed) {
    add(renamed.from() + " is " + renamed.to());
  }

  @Override
  public void left(Notice.Left left) {
    add("left " + left.room());
  }

  @Override
  public void read(Notice.Read read) {
    add(read.room() + " read " + read.seq());
  }

  @Override
  public void typing(Notice.Typing typing) {
    add(typing.name() + " is typing");
  }

  @Override
  public void error(Notice.Refused refused) {
    add("error " + refused.code());
  }
}
