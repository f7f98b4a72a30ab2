package dev.parley.chat.internal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.parley.chat.config.ChatHooks;
import dev.parley.chat.config.ChatSettings;
import dev.parley.chat.history.MemoryHistory;
import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Only the members of a room or a talk can read its messages, whichever request asks for them.
class PrivacyTest {
  private final SteppedLoop loop = new SteppedLoop();
  private final Hub hub =
      SteppedHub.of(
          loop,
          ChatSettings.defaults().withOperators(Set.of("root")),
          ChatHooks.NONE,
          new MemoryHistory(100, loop));
  private final Connection ada = enter(null, "ada");
  private final Connection bob = enter(null, "bob");
  private final Connection operator = enter("root", null);

  private Connection enter(@Nullable String principal, @Nullable String name) {
    Connection connection = SteppedHub.connect(hub, principal);
    ask(connection, new Request.Hello(1, name, null, null, List.of()));
    ask(connection, new Request.Join("#lobby", null, 0));
    return connection;
  }

  private void ask(Connection connection, Request request) {
    hub.handle(connection, request);
    loop.pass(Duration.ofMillis(1));
  }

  private static List<Notice> told(Connection connection) {
    return SteppedHub.outlet(connection).told;
  }

  private static ChatError refused(Connection connection) {
    return SteppedHub.outlet(connection).last(Notice.Refused.class).code();
  }

  @BeforeEach
  void somethingIsSaidInARoomAndInATalkOfTwo() {
    ask(ada, new Request.Join("#plans", null, 0));
    ask(ada, new Request.Send("#plans", "1", "秘密 of the room", false));
    ask(ada, new Request.Join("@bob", null, 0));
    ask(ada, new Request.Send("@bob", "2", "秘密 of two", false));
  }

  @Test
  void theHistoryOfARoomIsForThoseWhoAreInIt() {
    ask(operator, new Request.History("r", "#plans", -1, 0, null, 0));
    assertEquals(ChatError.NOT_MEMBER, refused(operator));
    ask(operator, new Request.Search("r", "#plans", "秘密", null, 0));
    assertEquals(ChatError.NOT_MEMBER, refused(operator));
  }

  @ParameterizedTest
  @ValueSource(strings = {"@ada", "@bob"})
  void aTalkOfTwoIsNotReadByAnOperatorWhoOpensATalkWithOneOfThem(String name) {
    ask(operator, new Request.Join(name, null, 0));
    ask(operator, new Request.History("r", name, -1, 0, null, 0));
    ask(operator, new Request.Search("r", name, "秘密", null, 0));
    ask(operator, new Request.Search("r", null, "秘密", null, 0));
    assertFalse(told(operator).toString().contains("秘密"), told(operator).toString());
  }

  @Test
  void bothOfATalkOfTwoReadIt() {
    ask(bob, new Request.History("r", "@ada", -1, 0, null, 0));
    assertEquals("秘密 of two", lastPage(bob).entries().getLast().text());
    ask(ada, new Request.History("r", "@bob", -1, 0, null, 0));
    assertEquals("秘密 of two", lastPage(ada).entries().getLast().text());
  }

  private static Notice.Page lastPage(Connection connection) {
    return SteppedHub.outlet(connection).last(Notice.Page.class);
  }

  @Test
  void anOperatorDeletesNothingInATalkOfOthers() {
    ask(operator, new Request.Delete("@ada", "3", 1));
    assertEquals(ChatError.NOT_MEMBER, refused(operator));
  }
}
