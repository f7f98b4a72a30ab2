package dev.parley.internal.engine;

import dev.parley.internal.admission.Refusal;
import dev.parley.internal.net.Connection;
import dev.parley.internal.net.EventLoop;
import dev.parley.internal.net.PreludeLink;
import dev.parley.limit.Limits;
import dev.parley.limit.Source;
import dev.parley.prelude.Prelude;
import dev.parley.problem.PreludeProblem;
import dev.parley.problem.Problem;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The connections of one listener on one loop whose [Prelude], such as a PROXY header, is
/// incomplete. They are not sessions yet, since limits apply to the peers that preludes name.
/// Confined to its loop.
///
/// A prelude is sent at once. So there are few places; when all are taken, the sender that has the
/// most loses its oldest connection.
public final class Preludes implements PreludeLink.Receiver {
  /// The most waiting connections at one listener: an eighth of `maxSessions`, clamped between
  /// LEAST and MOST.
  private static final int PART = 8;

  private static final int LEAST = 16;
  private static final int MOST = 1024;

  /// Takes the connections whose peer is known.
  public interface Door {
    /// Takes a connection.
    ///
    /// @param first the bytes after the prelude, possibly none
    void arrived(Connection connection, ByteBuffer first);
  }

  private final Prelude prelude;
  private final long timeoutNanos;
  private final EventLoop loop;
  private final int maxWaiting;
  private final BiConsumer<SocketAddress, Refusal> refusals;
  private final Door door;
  private final LinkedHashSet<PreludeLink> waiting = new LinkedHashSet<>();

  /// Creates the set for a listener on `loop`, with at most `maxWaiting` connections at a time.
  ///
  /// @param refusals is called for each connection that is closed, with its sender
  public Preludes(
      Prelude prelude,
      SessionConfig config,
      EventLoop loop,
      int maxWaiting,
      BiConsumer<SocketAddress, Refusal> refusals,
      Door door) {
    this.prelude = prelude;
    this.timeoutNanos = prelude.timeout(Duration.ofNanos(config.loginNanos)).toNanos();
    this.loop = loop;
    this.maxWaiting = maxWaiting;
    this.refusals = refusals;
    this.door = door;
  }

  /// Returns how many connections of one listener may wait on each of its loops.
  public static int maxWaiting(Limits limits, int loops) {
    return Math.max(1, Math.clamp(limits.maxSessions() / PART, LEAST, MOST) / loops);
  }

  /// Returns how many sessions leave room for the waiting connections, if there are `free`
  /// connections in all.
  public static int sessions(int free, long listeners) {
    return (int) (free * (long) PART / (PART + listeners));
  }

  /// Returns the refusal for a connection that may not send the prelude.
  public static Refusal unknownSender(Prelude prelude) {
    return new Refusal(Refusal.Kind.UNLISTED_SENDER, prelude.problem(PreludeProblem.UNLISTED));
  }

  /// Returns the problem of a connection whose prelude is missing or wrong.
  static Problem fault(Prelude prelude, Problem why) {
    return prelude.problem(PreludeProblem.REQUIRED, why);
  }

  /// Waits for the prelude of a connection.
  public void await(Connection connection) {
    PreludeLink link;
    try {
      link = new PreludeLink(loop, connection, prelude, this, timeoutNanos);
      waiting.add(link);
    } catch (Throwable e) {
      connection.close();
      throw e;
    }
    link.open();
    if (waiting.size() > maxWaiting) {
      leaver().refuse(prelude.problem(PreludeProblem.CROWDED, maxWaiting));
    }
  }

  /// Returns the oldest connection of the sender that has the most.
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
  public void refused(PreludeLink link, @Nullable Problem why) {
    waiting.remove(link);
    if (why != null) {
      refusals.accept(link.sender(), new Refusal(Refusal.Kind.PRELUDE, fault(prelude, why)));
    }
  }

  /// Closes all connections: the server ends, and they belong to no session.
  void close() {
    List<PreludeLink> all = new ArrayList<>(waiting);
    all.forEach(link -> link.refuse(null));
  }
}
