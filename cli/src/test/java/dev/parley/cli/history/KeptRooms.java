package dev.parley.cli.history;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.chat.history.Appended;
import dev.parley.chat.history.Draft;
import dev.parley.chat.history.Entry.Kind;
import dev.parley.chat.history.History;
import dev.parley.chat.history.HistoryFault;
import dev.parley.chat.history.LogState;
import dev.parley.history.SqliteHistory;
import dev.parley.limit.Clock;
import dev.parley.testing.Wait;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A folder with the messages of some rooms and of a talk of two, as a server leaves it.
public final class KeptRooms {
  /// When the first message is taken; each further one comes a minute later.
  static final Instant BEGIN = Instant.parse("2026-11-21T10:00:00Z");

  /// The log of a talk of two.
  static final String TALK = "@g:Zx3\np:ada";

  /// Text of a peer that would colour a terminal, and go back on it, if it were shown as it is.
  static final String HOSTILE = "red \u001b[31m \u009b2K \u202e hostile\nline";

  private static final int PAGE_BYTES = 4_096;
  private static final int USER_VERSION_OFFSET = 60; // https://sqlite.org/fileformat.html §1.3

  private KeptRooms() {}

  /// Makes the folder.
  public static void write(Path folder) throws IOException {
    SetClock clock = new SetClock();
    try (SqliteHistory history = SqliteHistory.builder(folder).clock(clock).open()) {
      List<Said> talks =
          List.of(
              new Said("#lobby", text("ada", "a1", "hello 你好，世界")),
              new Said("#lobby", text("bob", "b1", HOSTILE)),
              new Said("#lobby", text("ada", "a2", "")),
              new Said("#lobby", text("ada", "a3", "hello with a mistale")),
              new Said("#lobby", new Draft(Kind.EDIT, "ada", "p:ada", "a4", "hello edited", 4)),
              new Said("#ops", new Draft(Kind.ACTION, "bob", "g:Zx3", "b2", "says hello", 0)),
              new Said(TALK, text("ada", "a5", "hello 私密")));
      for (int i = 0; i < talks.size(); i++) {
        clock.set(BEGIN.plusSeconds(60L * i));
        append(history, talks.get(i));
      }
      LogState _ = answer(reply -> history.open("#empty", reply));
    }
  }

  private record Said(String room, Draft draft) {}

  private static Draft text(String who, String id, String text) {
    return new Draft(Kind.TEXT, who, who.equals("ada") ? "p:ada" : "g:Zx3", id, text, 0);
  }

  private static void append(SqliteHistory history, Said said) {
    LogState _ = answer(reply -> history.open(said.room(), reply));
    Appended _ = answer(reply -> history.append(said.room(), said.draft(), reply));
  }

  private static <T> T answer(Consumer<History.Reply<T>> call) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    call.accept(
        new History.Reply<>() {
          @Override
          public void done(T result) {
            answer.complete(result);
          }

          @Override
          public void failed(HistoryFault fault) {
            answer.completeExceptionally(new AssertionError(fault));
          }
        });
    return answer.orTimeout(Wait.SECONDS, TimeUnit.SECONDS).join();
  }

  /// Returns the file with the messages.
  public static Path file(Path folder) {
    return folder.resolve("history.db");
  }

  /// Overwrites all pages but the first.
  public static void damage(Path folder) throws IOException {
    try (FileChannel bytes = FileChannel.open(file(folder), StandardOpenOption.WRITE)) {
      long pages = bytes.size() / PAGE_BYTES;
      assertTrue(pages > 1);
      for (long page = 1; page < pages; page++) {
        bytes.write(ByteBuffer.allocate(512), page * PAGE_BYTES);
      }
    }
  }

  /// Makes the file one of a later version.
  public static void age(Path folder) throws IOException {
    try (FileChannel bytes = FileChannel.open(file(folder), StandardOpenOption.WRITE)) {
      bytes.write(ByteBuffer.allocate(4).putInt(0, 99), USER_VERSION_OFFSET);
    }
  }

  /// A clock that a test sets.
  private static final class SetClock implements Clock {
    private volatile Instant now = BEGIN;

    @Override
    public long nanos() {
      return Clock.system().nanos();
    }

    @Override
    public Instant now() {
      return now;
    }

    void set(Instant time) {
      now = time;
    }
  }
}
