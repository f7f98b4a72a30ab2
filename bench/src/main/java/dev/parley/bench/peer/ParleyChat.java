package dev.parley.bench.peer;

import dev.parley.Server;
import dev.parley.SessionGroup;
import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.limit.Limits;
import dev.parley.session.CloseReason;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// `ParleyChat group|each LOOPS`: what is said goes to a [SessionGroup], or to one session after
/// the other. See [ChatOrders].
final class ParleyChat {
  private ParleyChat() {}

  static void main(String[] args) throws IOException, InterruptedException {
    Members members = args[0].equals("group") ? new Group() : new Each();
    try (Server server =
        Server.builder()
            .listen("tcp://127.0.0.1:0")
            .framing(Framing.length())
            .limits(Limits.defaults().withMaxSessions(20_000))
            .handler(new Door(members))
            .loops(Integer.parseInt(args[1]))
            .start()) {
      Ready.say(server.addresses().getFirst().port());
      server.awaitClose();
    }
  }

  private interface Members extends ChatOrders.Chat {
    void add(Session session);

    void remove(Session session);
  }

  private static final class Group implements Members {
    private final SessionGroup sessions = new SessionGroup();

    @Override
    public void add(Session session) {
      boolean _ = sessions.add(session);
    }

    @Override
    public void remove(Session session) {
      boolean _ = sessions.remove(session);
    }

    @Override
    public void say(byte[] message) {
      sessions.send(message);
    }

    @Override
    public int members() {
      return sessions.size();
    }
  }

  private static final class Each implements Members {
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();

    @Override
    public void add(Session session) {
      boolean _ = sessions.add(session);
    }

    @Override
    public void remove(Session session) {
      boolean _ = sessions.remove(session);
    }

    @Override
    public void say(byte[] message) {
      for (Session session : sessions) {
        session.send(message);
      }
    }

    @Override
    public int members() {
      return sessions.size();
    }
  }

  /// Lets sessions in and out, and passes orders on.
  private static final class Door implements Handler {
    private final Members members;
    private final ChatOrders orders;

    Door(Members members) {
      this.members = members;
      this.orders = new ChatOrders(members);
    }

    @Override
    public void opened(Session session) {
      members.add(session);
    }

    @Override
    public void received(Session session, Message message) {
      members.remove(session);
      String answer = orders.follow(message.text());
      if (answer != null) {
        session.send(answer);
      }
    }

    @Override
    public void closed(Session session, CloseReason reason) {
      members.remove(session);
    }
  }
}
