package dev.parley.cli.chat;

import dev.parley.chat.client.RoomClient;
import dev.parley.chat.client.RoomListener;
import dev.parley.chat.history.Entry;
import dev.parley.chat.protocol.ChatError;
import dev.parley.chat.protocol.ChatFormatException;
import dev.parley.chat.protocol.ChatJson;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import dev.parley.cli.text.Texts;
import dev.parley.frame.Message;
import dev.parley.problem.Problem;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The protocol, for programs: each line of the input is a request, each line of the output a
/// notice as the server has said it. Each entry of a room comes once, in order, over any number of
/// connections. What is no request, or cannot be said, is answered as the server would, by an
/// `error`.
final class JsonForm implements PipeForm {
  /// References that were asked with and not answered.
  private final Set<String> open = ConcurrentHashMap.newKeySet();

  private static String json(Notice notice) {
    return ChatJson.encode(notice).text();
  }

  @Override
  public boolean isWaiting() {
    return !open.isEmpty();
  }

  @Override
  public CompletableFuture<?> say(RoomClient client, String line, Consumer<String> lines) {
    if (line.isBlank()) {
      return CompletableFuture.completedFuture(null);
    }
    Request request;
    try {
      request = ChatJson.request(Message.of(line));
    } catch (ChatFormatException e) {
      lines.accept(json(e.refused()));
      return CompletableFuture.failedFuture(e);
    }
    if (request instanceof Request.Hello) {
      Problem why = Texts.problem("chat.hello-by-itself");
      lines.accept(json(refused(ChatError.MALFORMED, why, null)));
      return CompletableFuture.failedFuture(new IllegalArgumentException(why.toString()));
    }
    String ref = reference(request);
    if (ref != null) {
      open.add(ref);
    }
    return client
        .request(request)
        .whenComplete((_, why) -> {
          if (why != null && ref != null) {
            open.remove(ref);
            lines.accept(json(refused(ChatError.BUSY, Problem.of(why), ref)));
          }
        });
  }

  private static Notice.Refused refused(ChatError error, Problem why, @Nullable String ref) {
    return new Notice.Refused(error, why.toString(), ref, null, null, 0);
  }

  private static @Nullable String reference(Request request) {
    return switch (request) {
      case Request.History history -> history.ref();
      case Request.Search search -> search.ref();
      case Request.Command command -> command.ref();
      case Request.Ping ping -> ping.ref();
      default -> null;
    };
  }

  @Override
  public RoomListener listener(Consumer<String> lines) {
    return new RoomListener() {
      @Override
      public void heard(Notice notice) {
        String ref =
            switch (notice) {
              case Notice.Page page -> page.ref();
              case Notice.Found found -> found.ref();
              case Notice.Result result -> result.ref();
              case Notice.Pong pong -> pong.ref();
              case Notice.Refused refused -> refused.ref();
              default -> null;
            };
        lines.accept(json(notice));
        if (ref != null) {
          open.remove(ref);
        }
      }

      @Override
      public void message(String room, Entry entry) {
        lines.accept(json(new Notice.Message(room, entry)));
      }

      @Override
      public void acknowledged(Notice.Ack ack) {
        lines.accept(json(ack));
      }

      @Override
      public void offline(Problem why, Duration untilNextAttempt) {
        open.clear(); // what was asked is not answered on another connection
      }
    };
  }
}
