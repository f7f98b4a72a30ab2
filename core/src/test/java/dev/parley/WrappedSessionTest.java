package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.frame.Message;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.testing.EventRecorder;
import dev.parley.testing.OpenedSessions;
import dev.parley.testing.ScriptedPeer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Sessions that a handler has wrapped to see what is sent, in groups and conversations.
final class WrappedSessionTest {
  private final SessionGroup group = new SessionGroup();
  private final OpenedSessions opened = new OpenedSessions();
  private final EventRecorder events = new EventRecorder();
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final List<AutoCloseable> resources = new ArrayList<>();
  private Server server = null;

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable resource : resources) {
      resource.close();
    }
    server.close();
  }

  /// Returns a wrapper of `session` that records what is sent.
  ///
  /// @param isHonest false if it does not tell what it wraps
  @SuppressWarnings("ReferenceEquality") // a wrapper is equal to itself only, as objects are
  private Session wrap(Session session, boolean isHonest) {
    return (Session)
        Proxy.newProxyInstance(
            Session.class.getClassLoader(),
            new Class<?>[] {Session.class},
            (proxy, method, arguments) -> {
              if (arguments != null && arguments[0] instanceof Message message) {
                if (message.text().equals("拒绝")) {
                  throw new IllegalStateException("by hand");
                }
                seen.add(message.text());
              }
              return switch (method.getName()) {
                case "unwrapped" -> isHonest ? session.unwrapped() : proxy;
                case "equals" -> proxy == arguments[0];
                default -> {
                  try {
                    yield method.invoke(session, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                }
              };
            });
  }

  private void start(int loops, Handler handler) throws Exception {
    server =
        Server.builder()
            .listen("tcp://127.0.0.1:0")
            .loops(loops)
            .events(events)
            .handler(handler)
            .start();
  }

  private void start(int loops) throws Exception {
    start(
        loops,
        new Handler() {
          @Override
          public void opened(Session session) {
            opened.add(session);
          }

          @Override
          public void received(Session session, Message message) {
            group.send(message);
          }
        });
  }

  private ScriptedPeer peer() throws Exception {
    ScriptedPeer peer = ScriptedPeer.connect(server.address());
    resources.add(peer);
    return peer;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aWrapperSeesWhatItsGroupIsSent(int loops) throws Exception {
    start(loops);
    ScriptedPeer watched = peer();
    Session wrapper = wrap(opened.next(), true);
    ScriptedPeer other = peer();
    Session bare = opened.next();
    assertTrue(group.add(wrapper));
    assertTrue(group.add(bare));
    group.send("你好");
    group.send("");
    wrapper.send(Message.of("own"));
    assertEquals("你好\n\nown\n", watched.readText(12));
    assertEquals("你好\n\n", other.readText(8));
    other.send("from a peer\n");

    assertEquals("from a peer\n", watched.readText(12));
    assertEquals("from a peer\n", other.readText(12));
    assertEquals(List.of("", "from a peer", "own", "你好"), seen.stream().sorted().toList());
  }

  @Test
  void aWrapperAndItsSessionAreOneMember() throws Exception {
    start(1);
    ScriptedPeer peer = peer();
    Session session = opened.next();
    Session wrapper = wrap(wrap(session, true), true);
    assertTrue(group.add(wrapper));
    assertFalse(group.add(session));
    assertFalse(group.add(wrap(session, true)));
    assertTrue(group.contains(session));
    assertSame(wrapper, group.sessions().getFirst());
    group.sendExcept(session, Message.of("to others"));
    group.sendExcept(wrapper, Message.of("to others"));
    group.send("to all");
    assertEquals("to all\n", peer.readText(7));

    assertTrue(group.remove(session));
    assertEquals(0, group.size());
    assertTrue(group.add(wrapper));
    peer.close();
    events.await(Event.SessionClosed.class);
    assertEquals(0, group.size());
    assertFalse(group.add(wrapper));
  }

  @Test
  void aWrapperThatThrowsEndsItsOwnSessionOnly() throws Exception {
    start(1);
    ScriptedPeer victim = peer();
    Session failing = opened.next();
    group.add(wrap(failing, true));
    ScriptedPeer other = peer();
    group.add(opened.next());
    group.send("拒绝");

    assertEquals("拒绝\n", other.readText(7));
    victim.leaveAtEnd();
    Event.SessionClosed end = events.await(Event.SessionClosed.class);
    assertEquals(failing.id(), end.session());
    assertEquals(CloseReason.HANDLER_FAILED, end.reason());
    group.send("still here");
    assertEquals("still here\n", other.readText(11));
  }

  @Test
  void aWrapperThatHidesItsSessionIsRefused() throws Exception {
    start(1);
    peer();
    Session hidden = wrap(opened.next(), false);
    assertThrows(IllegalArgumentException.class, () -> group.add(hidden));
  }

  @Test
  void aConversationSpeaksThroughTheWrapper() throws Exception {
    Handler talking =
        Conversations.handler(talk -> {
          for (Message message : talk) {
            talk.send("got " + message.text());
          }
        });
    start(
        1,
        new Handler() {
          @Override
          public void opened(Session session) throws Exception {
            session.attach(wrap(session, true));
            talking.opened((Session) session.attachment());
          }

          @Override
          public void received(Session session, Message message) throws Exception {
            talking.received((Session) session.attachment(), message);
          }

          @Override
          public void ended(Session session) throws Exception {
            talking.ended((Session) session.attachment());
          }

          @Override
          public void closed(Session session, CloseReason reason) throws Exception {
            talking.closed((Session) session.attachment(), reason);
          }
        });
    ScriptedPeer peer = peer();
    peer.send("你好\n\n");
    assertEquals("got 你好\ngot \n", peer.readText(16));
    peer.endOutput();
    assertEquals(CloseReason.PEER_CLOSED, events.await(Event.SessionClosed.class).reason());
    assertEquals(List.of("got 你好", "got "), seen);
  }
}
