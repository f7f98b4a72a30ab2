package dev.parley.chat.protocol;

import dev.parley.chat.history.Entry;
import dev.parley.chat.history.History.Storage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Requests and notices of every kind: one that has all fields, and others at random.
final class Samples {
  /// What people and attackers write.
  private static final List<String> TEXTS =
      List.of(
          "",
          "hello",
          "你好，世界",
          "a\nb\r\n\tc",
          "\"\\/</script>",
          "\u0000\u0007\u001B[31m\u007F\u0085",
          "\u202Etxt.exe\u2066\u200B\uFEFF",
          "\u2028\u2029",
          "👩‍👩‍👧 \uD840\uDC00",
          "\uDB40\uDC41 \uFFFF \uFFFD",
          "{\"kind\":\"quit\"}",
          "é e\u0301 ﷽",
          "x".repeat(4096));

  private final Random random;

  Samples(long seed) {
    random = new Random(seed);
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private @Nullable String textIfAny() {
    return random.nextBoolean() ? null : shortText();
  }

  /// Returns a text that is not empty, of at most 64 characters.
  private String shortText() {
    String text = text();
    return text.isEmpty() || text.length() > 64 ? "t" + random.nextInt() : text;
  }

  private String room() {
    return one(new String[] {"#lobby", "#大厅", "@ada"});
  }

  private @Nullable String roomIfAny() {
    return random.nextBoolean() ? null : room();
  }

  private long number() {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> JsonObject.MAX_NUMBER;
      default -> random.nextLong(1_000_000);
    };
  }

  private int count() {
    return random.nextInt(3) == 0 ? 0 : random.nextInt(Integer.MAX_VALUE);
  }

  private Instant time() {
    return Instant.ofEpochMilli(
        random.nextBoolean()
            ? random.nextLong(4_000_000_000_000L)
            : random.nextLong(-62_167_219_200_000L, 253_402_300_800_000L));
  }

  private @Nullable Instant timeIfAny() {
    return random.nextBoolean() ? null : time();
  }

  private <E> E one(E[] of) {
    return of[random.nextInt(of.length)];
  }

  private List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      texts.add(text());
    }
    return texts;
  }

  private Entry entry() {
    return new Entry(
        number(),
        time(),
        one(Entry.Kind.values()),
        shortText(),
        "",
        random.nextBoolean() ? "" : shortText(),
        text(),
        number(),
        one(Entry.State.values()));
  }

  private Notice.Message message() {
    return new Notice.Message(room(), entry());
  }

  List<Request> requests() {
    long after = random.nextBoolean() ? number() : Request.History.ANYWHERE;
    boolean isOpen = after == Request.History.ANYWHERE;
    return List.of(
        new Request.Hello(
            number(),
            textIfAny(),
            textIfAny(),
            textIfAny(),
            random.nextBoolean()
                ? List.of()
                : List.of(
                    new Request.Position(room(), textIfAny(), number()),
                    new Request.Position(room(), null, 0))),
        new Request.Send(room(), shortText(), text(), random.nextBoolean()),
        new Request.Edit(room(), shortText(), number(), text()),
        new Request.Delete(room(), shortText(), number()),
        new Request.Join(room(), textIfAny(), number()),
        new Request.Leave(room()),
        new Request.History(textIfAny(), room(), after, 0, isOpen ? timeIfAny() : null, count()),
        new Request.History(null, room(), Request.History.ANYWHERE, number(), null, 0),
        new Request.Search(textIfAny(), roomIfAny(), text(), timeIfAny(), count()),
        new Request.Read(room(), number()),
        new Request.Typing(room()),
        new Request.Command(textIfAny(), roomIfAny(), text()),
        new Request.Ping(textIfAny()),
        new Request.Pong(),
        new Request.Seen(
            room(),
            number(),
            random.nextBoolean()
                ? List.of()
                : List.of(new Request.Range(3, 3), new Request.Range(5, 9))),
        new Request.Part(shortText(), 1 + random.nextInt(3), 3 + random.nextInt(158), shortText()),
        new Request.Quit());
  }

  List<Notice> notices() {
    return List.of(
        new Notice.Welcome(
            count(),
            text(),
            shortText(),
            textIfAny(),
            random.nextBoolean(),
            count(),
            count(),
            texts()),
        new Notice.Retry(shortText()),
        new Notice.Room(
            room(),
            shortText(),
            number(),
            number(),
            random.nextBoolean(),
            text(),
            texts(),
            count(),
            number(),
            one(Storage.values())),
        new Notice.Ack(room(), shortText(), number(), time(), one(Storage.values())),
        message(),
        new Notice.Presence(room(), texts(), texts(), count()),
        new Notice.Renamed(shortText(), shortText()),
        new Notice.Left(room(), textIfAny(), textIfAny()),
        new Notice.Page(
            textIfAny(),
            room(),
            random.nextBoolean() ? List.of() : List.of(entry(), entry()),
            random.nextBoolean()),
        new Notice.Found(
            textIfAny(),
            random.nextBoolean() ? List.of() : List.of(message(), message()),
            random.nextBoolean()),
        new Notice.Read(room(), number()),
        new Notice.Typing(room(), shortText()),
        new Notice.Result(textIfAny(), texts()),
        new Notice.Refused(
            one(ChatError.values()), text(), textIfAny(), textIfAny(), textIfAny(), number()),
        new Notice.Closing(one(ClosingCode.values()), text()),
        new Notice.Heartbeat(
            random.nextBoolean() ? List.of() : List.of(new Notice.Last(room(), number()))),
        new Notice.Part(shortText(), count(), count(), text()),
        new Notice.Ping(),
        new Notice.Pong(textIfAny()));
  }
}
