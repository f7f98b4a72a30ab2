package example.chat;

import dev.parley.Call;
import dev.parley.ClientOptions;
import dev.parley.Connector;
import dev.parley.frame.Message;
import dev.parley.session.CloseReason;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Many members on one thread. Each says one sentence when all are there, and hears those of all
/// others.
final class Crowd implements Handler {
  private static final String NAME = "成员 ";

  private static final ClientOptions OPTIONS =
      ClientOptions.defaults().withFraming(Room.SAID).withReplyFraming(Room.HEARD);

  /// A member, the attachment of its session. Used on the loop of the session only.
  private static final class Member {
    final String name;
    int heard;

    Member(int number) {
      this.name = NAME + number;
    }
  }

  private final int size;
  private final CompletableFuture<Void> allAreThere = new CompletableFuture<>();
  private final CompletableFuture<Void> allHaveHeard = new CompletableFuture<>();

  // The connector has one loop, so both are used by one thread.
  private int there;
  private int done;

  private Crowd(int size) {
    this.size = size;
  }

  /// Runs a crowd of `size` members. Blocks until each has heard all others, at most two minutes.
  ///
  /// @return the number of messages that were heard
  /// @throws IOException if a member cannot come in, or is gone before that
  static long talk(String address, int size) throws IOException, InterruptedException {
    Crowd crowd = new Crowd(size);
    try (Connector connector = Connector.open(1, OPTIONS, crowd)) {
      for (int i = 1; i <= size; i++) {
        connector.connect(Call.to(address).withAttachment(new Member(i)));
      }
      await(crowd.allAreThere);
      connector.sessions().forEach(session -> session.send("大家好, hello to everybody"));
      await(crowd.allHaveHeard);
      connector.shutdown(Duration.ofSeconds(10));
    }
    return (long) size * (size - 1);
  }

  private static void await(CompletableFuture<Void> moment)
      throws IOException, InterruptedException {
    try {
      moment.get(1, TimeUnit.MINUTES);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      throw new IOException("the room is too slow", e);
    }
  }

  @Override
  public void opened(Session session) {
    session.send(member(session).name);
  }

  @Override
  public void received(Session session, Message message) {
    Member member = member(session);
    String text = message.text();
    if (text.equals("welcome, " + member.name) && ++there == size) {
      allAreThere.complete(null);
    } else if (text.startsWith(NAME) && text.contains(": ") && ++member.heard == size - 1) {
      if (++done == size) {
        allHaveHeard.complete(null);
      }
    }
  }

  /// A member that leaves before the end has been thrown out; later, this changes nothing.
  @Override
  public void closed(Session session, CloseReason reason) {
    IOException gone = new IOException(member(session).name + " was thrown out: " + reason);
    allAreThere.completeExceptionally(gone);
    allHaveHeard.completeExceptionally(gone);
  }

  private static Member member(Session session) {
    return session.attachment(Member.class);
  }
}
