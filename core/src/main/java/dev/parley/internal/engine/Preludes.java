package dev.parley.internal.engine;

import dev.parley.internal.admission.Refusal;
import dev.parley.internal.net.Connection;
import dev.parley.internal.net.EventLoop;
import dev.parley.internal.net.PreludeLink;
import dev.parley.internal.prelude.ProxyHeader;
import dev.parley.limit.Limits;
import dev.parley.limit.Source;
import dev.parley.session.ProxyProtocol;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The connections of one listener on one loop whose PROXY header is awaited: nobody's sessions
/// yet, since limits are for the peers that headers name. Confined to its loop.
///
/// Only listed proxies get here, and they send their header at once. So there is room for few; when
/// it is full, the proxy that has most of it loses the connection that has waited longest.
public final class Preludes implements PreludeLink.Receiver {
  /// What follows each fault.
  private static final String SETTING = " (--proxy-from, in Java ProxyProtocol)";

  /// Connections that wait at one listener: this part of `maxSessions`, as far as that is between
  /// the least and the most.
  private static final int PART = 8;

  private static final int LEAST = 16;
  private static final int MOST = 1024;

  /// A header that was lost on the way is sent again after 3 s (doc/proxy-protocol.txt, section 2).
  private static final long SHORTEST_NANOS = TimeUnit.SECONDS.toNanos(3);

  /// Takes the connections of which it is known whose they are.
  public interface Door {
    /// Takes one.
    ///
    /// @param first what came behind the header, possibly nothing
    void arrived(Connection connection, ByteBuffer first);
  }

  private final SessionConfig terms;
  private final EventLoop loop;
  private final int most;
  private final BiConsumer<SocketAddress, Refusal> refusals;
  private final Door door;
  private final LinkedHashSet<PreludeLink> waiting = new LinkedHashSet<>();

  /// Those of a listener on `loop`, at most `most` at a time.
  ///
  /// @param refusals told of each that is closed, by its sender
  public Preludes(
      SessionConfig terms,
      EventLoop loop,
      int most,
      BiConsumer<SocketAddress, Refusal> refusals,
      Door door) {
    this.terms = terms;
    this.loop = loop;
    this.most = most;
    this.refusals = refusals;
    this.door = door;
  }

  /// How many connections of one listener may wait on each of its loops.
  public static int most(Limits limits, int loops) {
    return Math.max(1, Math.clamp(limits.maxSessions() / PART, LEAST, MOST) / loops);
  }

  /// How many sessions leave room for what may wait, where connections are no more than `free`.
  public static int sessions(int free, long listeners) {
    return (int) (free * (long) PART / (PART + listeners));
  }

  /// The sentence for a connection of somebody else.
  public static Refusal unknownSender(ProxyProtocol proxy) {
    return new Refusal(
        Refusal.Kind.UNLISTED_PROXY, "PROXY headers are taken from " + proxy + " alone" + SETTING);
  }

  /// The sentence for a fault in a header.
  static String fault(String why) {
    return why + "; this listener demands a PROXY header of everybody" + SETTING;
  }

  /// Waits for the header of a connection.
  public void await(Connection connection) {
    PreludeLink link;
    try {
      link = new PreludeLink(loop, connection, ProxyHeader.ofStream(), this, nanos(terms));
      waiting.add(link);
    } catch (Throwable e) {
      connection.close();
      throw e;
    }
    link.open();
    if (waiting.size() > most) {
      leaver()
          .refuse(
              most + " connections have not sent a whole PROXY header, and this one is the oldest");
    }
  }

  private static long nanos(SessionConfig terms) {
    return Math.max(terms.loginNanos, SHORTEST_NANOS);
  }

  /// The one that has waited longest of the sender that has the most.
  private PreludeLink leaver() {
    Map<Source, Integer> counts = new HashMap<>();
    for (PreludeLink link : waiting) {
      counts.merge(Source.of(link.sender()), 1, Integer::sum);
    }
    int largest = counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    return waiting.stream()
        .filter(link -> counts.getOrDefault(Source.of(link.sender()), 0) == largest)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void arrived(PreludeLink link, Connection connection, ByteBuffer first) {
    waiting.remove(link);
    loop.enter();
    try {
      door.arrived(connection, first);
    } catch (Throwable e) {
      connection.close();
      throw e;
    } finally {
      loop.exit();
    }
  }

  @Override
  public void refused(PreludeLink link, @Nullable String why) {
    waiting.remove(link);
    if (why != null) {
      refusals.accept(link.sender(), new Refusal(Refusal.Kind.PROXY_HEADER, fault(why)));
    }
  }

  /// Lets go of all: the server ends, and they are nobody's sessions.
  void close() {
    List<PreludeLink> all = new ArrayList<>(waiting);
    all.forEach(link -> link.refuse(null));
  }
}
