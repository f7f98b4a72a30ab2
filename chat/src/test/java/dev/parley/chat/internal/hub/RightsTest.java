package dev.parley.chat.internal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.chat.config.ChatHooks;
import dev.parley.chat.config.ChatSettings;
import dev.parley.chat.history.MemoryHistory;
import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.CommandName;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Who may do what: every command, and every request that changes a message, by everybody that
/// there is.
class RightsTest {
  /// Everything is about the message of the author, at place 1 of the lobby, and about `bob`.
  private static final Map<CommandName, String> LINES =
      new EnumMap<>(
          Map.ofEntries(
              Map.entry(CommandName.NAME, "/name zoe"),
              Map.entry(CommandName.JOIN, "/join #ops"),
              Map.entry(CommandName.LEAVE, "/leave"),
              Map.entry(CommandName.ROOMS, "/rooms"),
              Map.entry(CommandName.WHO, "/who"),
              Map.entry(CommandName.MSG, "/msg bob psst"),
              Map.entry(CommandName.ME, "/me waves"),
              Map.entry(CommandName.TOPIC, "/topic 午饭"),
              Map.entry(CommandName.HISTORY, "/history"),
              Map.entry(CommandName.SEARCH, "/search words"),
              Map.entry(CommandName.EDIT, "/edit 1: changed"),
              Map.entry(CommandName.DELETE, "/delete 1"),
              Map.entry(CommandName.IGNORE, "/ignore bob"),
              Map.entry(CommandName.MUTE, "/mute bob"),
              Map.entry(CommandName.KICK, "/kick bob"),
              Map.entry(CommandName.BAN, "/ban bob 5"),
              Map.entry(CommandName.UNBAN, "/unban nobody"),
              Map.entry(CommandName.SLOW, "/slow 5"),
              Map.entry(CommandName.OP, "/op login"),
              Map.entry(CommandName.HELP, "/help"),
              Map.entry(CommandName.QUIT, "/quit")));

  /// Somebody who wants to do something.
  private enum Who {
    /// Has not said hello.
    STRANGER,
    /// A guest in the room.
    MEMBER,
    /// A member with a login in the room.
    LOGIN,
    /// Has written the message, as a guest.
    AUTHOR,
    /// A member who is an operator.
    OPERATOR
  }

  private static boolean may(Who who, CommandName command) {
    if (who == Who.STRANGER) {
      return false;
    }
    if (command == CommandName.NAME && (who == Who.LOGIN || who == Who.OPERATOR)) {
      return false; // the name is that of the login
    }
    return switch (command.right()) {
      case EVERYBODY -> true;
      case AUTHOR -> who == Who.AUTHOR;
      case AUTHOR_OR_OPERATOR -> who == Who.AUTHOR || who == Who.OPERATOR;
      case OPERATOR -> who == Who.OPERATOR;
    };
  }

  /// A server with all of them.
  private static final class World {
    private final SteppedLoop loop = new SteppedLoop();
    private final Hub hub =
        SteppedHub.of(
            loop,
            ChatSettings.defaults().withOperators(Set.of("root")),
            ChatHooks.NONE,
            new MemoryHistory(100, loop));
    private final Map<Who, Connection> all = new EnumMap<>(Who.class);

    World() {
      all.put(Who.STRANGER, connect(null));
      all.put(Who.MEMBER, enter(null, "eve"));
      all.put(Who.LOGIN, enter("login", null));
      all.put(Who.AUTHOR, enter(null, "ada"));
      all.put(Who.OPERATOR, enter("root", null));
      enter(null, "bob");
      ask(Who.AUTHOR, new Request.Send("#lobby", "1", "words", false));
    }

    private Connection connect(@Nullable String principal) {
      return SteppedHub.connect(hub, principal);
    }

    private Connection enter(@Nullable String principal, @Nullable String name) {
      Connection connection = connect(principal);
      hub.handle(
          connection,
          new Request.Hello(1, name, null, null, List.of(new Request.Position("#lobby", null, 0))));
      return connection;
    }

    /// Returns why something was refused; null if it was not.
    @Nullable ChatError ask(Who who, Request request) {
      Connection connection = all.get(who);
      RecordingOutlet outlet = (RecordingOutlet) connection.outlet;
      int before = outlet.told.size();
      hub.handle(connection, request);
      return outlet.told.stream()
          .skip(before)
          .filter(Notice.Refused.class::isInstance)
          .map(notice -> ((Notice.Refused) notice).code())
          .findFirst()
          .orElse(null);
    }
  }

  @TestFactory
  Stream<DynamicTest> aCommandIsForThoseWhoMayUseItOnly() {
    return Stream.of(CommandName.values())
        .flatMap(command ->
            Stream.of(Who.values())
                .map(who ->
                    DynamicTest.dynamicTest(
                        command.typed() + " by " + who, () -> check(who, command))));
  }

  private static void check(Who who, CommandName command) {
    String line = LINES.get(command);
    assertEquals(
        expected(who, command),
        new World().ask(who, new Request.Command("r", "#lobby", line)),
        line);
  }

  private static @Nullable ChatError expected(Who who, CommandName command) {
    if (!may(who, command)) {
      return ChatError.NOT_ALLOWED;
    }
    return command == CommandName.UNBAN ? ChatError.NOT_FOUND : null; // allowed, and nobody there
  }

  @TestFactory
  Stream<DynamicTest> aMessageIsEditedByItsAuthorAndDeletedByOperatorsToo() {
    return Stream.of(Who.values())
        .flatMap(who ->
            Stream.of(
                DynamicTest.dynamicTest(
                    "edit by " + who,
                    () ->
                        assertEquals(
                            may(who, CommandName.EDIT) ? null : ChatError.NOT_ALLOWED,
                            new World().ask(who, new Request.Edit("#lobby", "x", 1, "changed")))),
                DynamicTest.dynamicTest(
                    "delete by " + who,
                    () ->
                        assertEquals(
                            may(who, CommandName.DELETE) ? null : ChatError.NOT_ALLOWED,
                            new World().ask(who, new Request.Delete("#lobby", "x", 1))))));
  }

  @TestFactory
  Stream<DynamicTest> whatIsSaidInATalkOfTwoNotEvenAnOperatorDeletes() {
    return Stream.of(Who.AUTHOR, Who.OPERATOR)
        .map(who ->
            DynamicTest.dynamicTest(
                "by " + who,
                () -> {
                  World world = new World();
                  world.ask(Who.AUTHOR, new Request.Command("r", null, "/msg root psst"));
                  String room = who == Who.AUTHOR ? "@root" : "@ada";
                  assertEquals(
                      who == Who.AUTHOR ? null : ChatError.NOT_ALLOWED,
                      world.ask(who, new Request.Delete(room, "x", 1)));
                }));
  }
}
