package dev.parley.chat.internal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.chat.config.ChatHooks;
import dev.parley.chat.config.ChatSettings;
import dev.parley.chat.history.MemoryHistory;
import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.ClosingCode;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What a program decides about its members: who enters which room, what is said, and what logins
/// are called.
class HooksTest {
  private final SteppedLoop loop = new SteppedLoop();
  private final List<String> asked = new ArrayList<>();
  private final Hub hub =
      SteppedHub.of(loop, ChatSettings.defaults(), new Program(), new MemoryHistory(100, loop));

  private final class Program implements ChatHooks {
    @Override
    public Verdict join(String member, @Nullable String principal, String room) {
      asked.add(member + " " + principal + " " + room);
      return switch (room) {
        case "#staff" -> new Verdict.Denied("staff only, 请走");
        case "#broken" -> throw new IllegalStateException("a defect of the program");
        default -> Verdict.ALLOWED;
      };
    }

    @Override
    public Verdict message(String member, @Nullable String principal, String room, String text) {
      asked.add(member + " " + principal + " " + room + " " + text);
      return switch (text) {
        case "spam" -> new Verdict.Denied("no spam here");
        case "break" -> throw new IllegalStateException("a defect of the program");
        case "darn" -> new Verdict.Allowed("d***");
        case "empty" -> new Verdict.Allowed("");
        case "long" -> new Verdict.Allowed("x".repeat(4_097));
        default -> Verdict.ALLOWED;
      };
    }

    @Override
    public @Nullable String name(String principal) {
      return switch (principal) {
        case "refused" -> null;
        case "mapped" -> "小明";
        case "invalid" -> "two words";
        default -> principal;
      };
    }
  }

  private RecordingOutlet enter(@Nullable String principal, @Nullable String name, String room) {
    RecordingOutlet outlet = new RecordingOutlet("192.0.2.1:5000");
    hub.handle(
        hub.connected(outlet, principal, false, false),
        new Request.Hello(1, name, null, null, List.of(new Request.Position(room, null, 0))));
    return outlet;
  }

  private Notice request(RecordingOutlet from, Request request) {
    for (Connection each : List.copyOf(hub.connections)) {
      if (each.outlet.equals(from)) {
        hub.handle(each, request);
      }
    }
    return from.told.getLast();
  }

  private Notice say(RecordingOutlet from, String text) {
    return request(from, new Request.Send("#lobby", "id-" + text, text, false));
  }

  private static String heard(RecordingOutlet member) {
    return member.last(Notice.Message.class).entry().text();
  }

  private static String refusal(Notice notice) {
    Notice.Refused refused = (Notice.Refused) notice;
    assertEquals(ChatError.NOT_ALLOWED, refused.code());
    return refused.text();
  }

  @Test
  void whoMayNotEnterIsToldWhyAndIsAMemberOfTheOthersStill() {
    RecordingOutlet eve = enter(null, "eve", "#staff");
    assertEquals("staff only, 请走", refusal(eve.told.getLast()));
    assertEquals(
        "the server could not decide about this",
        refusal(request(eve, new Request.Join("#broken", null, 0))));
    request(eve, new Request.Join("#Lobby", null, 0));
    assertEquals("#lobby", eve.last(Notice.Room.class).room());
    enter("alice", null, "#lobby");
    assertEquals(
        List.of("eve null #staff", "eve null #broken", "eve null #lobby", "alice alice #lobby"),
        asked);
  }

  @Test
  void whatIsSaidIsAllowedChangedOrRefused() {
    RecordingOutlet ada = enter(null, "ada", "#lobby");
    RecordingOutlet bob = enter(null, "bob", "#lobby");
    say(ada, "hello");
    assertEquals("hello", heard(bob));
    assertEquals("ada null #lobby hello", asked.getLast());
    say(ada, "darn");
    assertEquals("d***", heard(bob));
    assertEquals("no spam here", refusal(say(ada, "spam")));
    assertEquals("the server could not decide about this", refusal(say(ada, "break")));
    assertEquals("d***", heard(bob));
    say(ada, "empty"); // a change to what nobody may say is none
    assertEquals("empty", heard(bob));
    say(ada, "long");
    assertEquals("long", heard(bob));
  }

  @Test
  void whatIsChangedIsAcknowledgedAgainUnderItsId() {
    RecordingOutlet ada = enter(null, "ada", "#lobby");
    Notice first = say(ada, "darn");
    assertEquals(first, say(ada, "darn"));
  }

  @Test
  void anEditAnActionATopicAndATalkOfTwoAreAskedAboutToo() {
    RecordingOutlet ada = enter(null, "ada", "#lobby");
    RecordingOutlet bob = enter(null, "bob", "#lobby");
    say(ada, "hello");
    request(ada, new Request.Edit("#lobby", "e", 1, "darn"));
    assertEquals("d***", heard(bob));
    assertEquals("no spam here", refusal(request(ada, new Request.Edit("#lobby", "f", 1, "spam"))));
    for (String line : List.of("/me spam", "/topic spam", "/msg bob spam", "/edit spam")) {
      assertEquals(
          "no spam here", refusal(request(ada, new Request.Command("r", "#lobby", line))), line);
    }
    request(ada, new Request.Command("r", "#lobby", "/msg bob darn"));
    assertEquals("d***", heard(bob));
  }

  @Test
  void aLoginHasTheNameThatTheProgramGivesItOrIsRefused() {
    RecordingOutlet mapped = enter("mapped", "other", "#lobby");
    assertEquals("小明", ((Notice.Welcome) mapped.told.getFirst()).name());
    assertEquals("小明 mapped #lobby", asked.getLast());
    for (String principal : List.of("refused", "invalid", "小明")) {
      assertEquals(
          ClosingCode.NAME_INVALID,
          enter(principal, null, "#lobby").last(Notice.Closing.class).code(),
          principal);
    }
  }
}
