package dev.parley.chat.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.frame.Message;
import dev.parley.testing.FuzzInput;
import dev.parley.text.Printable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/// Fuzzes what clients, servers and people write: what is taken is the same when it is written and
/// read again, and everything else is refused with a sentence that is safe to show.
class ProtocolFuzzTest {
  /// Arbitrary bytes.
  @FuzzTest
  void request(byte[] bytes) {
    checkRequest(bytes);
  }

  /// A good request that was changed.
  @FuzzTest
  void changedRequest(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    List<Request> requests = new Samples(input.choice(16)).requests();
    checkRequest(
        input.edited(ChatJson.encode(requests.get(input.choice(requests.size()))).bytes()));
  }

  /// Arbitrary bytes.
  @FuzzTest
  void notice(byte[] bytes) {
    checkNotice(bytes);
  }

  /// A good notice that was changed.
  @FuzzTest
  void changedNotice(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    List<Notice> notices = new Samples(input.choice(16)).notices();
    checkNotice(input.edited(ChatJson.encode(notices.get(input.choice(notices.size()))).bytes()));
  }

  /// A name that is taken has a form and a key that are names, too, and the same one.
  @FuzzTest
  void name(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    try {
      MemberName name = MemberName.of(text);
      assertEquals(name.shown(), MemberName.of(name.shown()).shown());
      assertEquals(name, MemberName.of(name.shown()));
      assertEquals(name, MemberName.of(name.key()));
      assertEquals(name.key(), MemberName.of(name.key()).shown());
      assertEquals(name, RoomName.of('@' + text).member());
      assertEquals('#' + name.key(), RoomName.of('#' + text).key());
      assertEquals(name.shown(), Printable.line(name.shown()));
    } catch (InvalidNameException refused) {
      assertSafe(refused.getMessage());
    }
  }

  /// A line is said as it is, or is a command, or is refused with a sentence.
  @FuzzTest
  void line(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    switch (CommandLine.parse('/' + text, Instant.EPOCH, ZoneOffset.UTC)) {
      case CommandLine.Say say -> assertEquals(text, say.text());
      case CommandLine.Run(Command command) ->
          assertEquals(CommandName.of(firstWord(text)), command.command());
      case CommandLine.Wrong wrong -> assertSafe(wrong.problem().toString());
    }
  }

  private static String firstWord(String text) {
    int end = 0;
    while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
      end++;
    }
    return text.substring(0, end);
  }

  private static void checkRequest(byte[] bytes) {
    Request request;
    try {
      request = ChatJson.request(Message.of(bytes));
    } catch (ChatFormatException refused) {
      assertSafe(refused.getMessage());
      assertSafe(ChatJson.encode(refused.refused()).text());
      return;
    }
    Message json = ChatJson.encode(request);
    assertSafe(json.text());
    try {
      assertEquals(request, ChatJson.request(json));
    } catch (ChatFormatException refused) {
      // An escape may need more bytes than the character that it stands for.
      assertEquals(ChatProblem.TOO_LONG, refused.problem().code());
    }
  }

  private static void checkNotice(byte[] bytes) {
    Notice notice;
    try {
      notice = ChatJson.notice(Message.of(bytes));
    } catch (ChatFormatException refused) {
      assertSafe(refused.getMessage());
      return;
    }
    Message json = ChatJson.encode(notice);
    assertSafe(json.text());
    try {
      assertEquals(notice, ChatJson.notice(json));
    } catch (ChatFormatException refused) {
      assertEquals(ChatProblem.TOO_LONG, refused.problem().code());
    }
  }

  private static void assertSafe(String line) {
    assertTrue(line.codePoints().allMatch(Printable::passes), line);
  }
}
