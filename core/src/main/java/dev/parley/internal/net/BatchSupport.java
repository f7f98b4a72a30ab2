package dev.parley.internal.net;

import dev.parley.internal.posix.DescriptorOptions;
import dev.parley.internal.posix.DescriptorSearch;
import dev.parley.internal.posix.NativeAccess;
import dev.parley.problem.DatagramProblem;
import dev.parley.problem.Problem;
import dev.parley.problem.ProblemIOException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.jspecify.annotations.Nullable;

/// Whether batches of datagrams work in this process, tested once: a batch is sent over the
/// loopback interface and received again. Any failure means no, and is kept as the reason.
///
/// The system property `dev.parley.udp` overrides the choice: `channel` for no batches, `batch` for
/// batches on clients' sockets too. `dev.parley.udp.runs=off` makes every datagram be sent by
/// itself, for drivers that split runs wrongly. Safe for any thread.
final class BatchSupport {
  private static final long PATIENCE_MILLIS = 1_000;

  /// Loaded only when the first socket is opened.
  private static final class Once {
    static final Verdict VERDICT = verdictOnThisMachine();
  }

  /// The capabilities of this machine.
  ///
  /// @param refusal why it has no batches, null if it has
  /// @param sendsRuns true if it splits runs too
  private record Verdict(@Nullable Problem refusal, boolean sendsRuns) {}

  private BatchSupport() {}

  /// Returns why batches are not used here, null if they are.
  private static @Nullable Problem refusal(boolean isListener) {
    String asked = System.getProperty("dev.parley.udp", "");
    if (asked.equals("channel")) {
      return Problem.of(DatagramProblem.BATCHES_OFF);
    }
    // The first use costs some 50 ms of processor time, which does not pay off for a client.
    return isListener || asked.equals("batch")
        ? Once.VERDICT.refusal()
        : Problem.of(DatagramProblem.ONE_PEER);
  }

  /// Returns the descriptor of a bound socket that no thread uses yet.
  ///
  /// @param isListener true for a socket of many peers
  /// @throws IOException if the socket is not to use batches; the message is a sentence
  static int descriptor(DatagramChannel channel, boolean isListener) throws IOException {
    Problem refusal = refusal(isListener);
    if (refusal != null) {
      throw new ProblemIOException(refusal, null);
    }
    return DescriptorSearch.find(channel, DescriptorSearch.Kind.DATAGRAMS);
  }

  /// Returns true if this system splits runs into datagrams ([DatagramRuns]); asked only where
  /// batches are used.
  static boolean sendsRuns() {
    return !System.getProperty("dev.parley.udp.runs", "").equals("off") && Once.VERDICT.sendsRuns();
  }

  private static Verdict verdictOnThisMachine() {
    Problem refusal = NativeAccess.refusal();
    if (refusal != null) {
      return new Verdict(refusal, false);
    }
    // With runs first: mostly one trial answers both questions.
    Verdict verdict = trial(true);
    return verdict.refusal() == null ? verdict : trial(false);
  }

  /// Sends a batch to the same socket and receives it.
  ///
  /// @param mayJoin true to send runs that the system must split, if it supports them
  private static Verdict trial(boolean mayJoin) {
    try (DatagramChannel channel = DatagramChannel.open();
        Selector selector = Selector.open();
        DatagramBatch batch = new DatagramBatch()) {
      channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int descriptor = DescriptorSearch.find(channel, DescriptorSearch.Kind.DATAGRAMS);
      DatagramPort port =
          new DatagramPort(
              channel, descriptor, mayJoin && DescriptorOptions.knowsSegments(descriptor), false);
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      Trial trial = new Trial(PeerAddress.of((InetSocketAddress) port.local()));
      ByteBuffer room = ByteBuffer.allocate(EventLoop.BUFFER_BYTES);
      BatchIo io = new BatchIo(port, batch, new ChannelIo(channel, room, trial), trial);
      for (byte[] each : Trial.SENT) {
        io.makeRoom(each.length);
        io.send(ByteBuffer.wrap(each), trial.self);
      }
      io.flush();
      boolean isReceived = true;
      while (isReceived && trial.received < Trial.SENT.length) {
        isReceived = selector.select(PATIENCE_MILLIS) > 0;
        selector.selectedKeys().clear();
        io.receive();
      }
      return isReceived && trial.isFine
          ? new Verdict(null, io.sendsRuns())
          : new Verdict(Problem.of(DatagramProblem.TRIAL_WRONG), false);
    } catch (IOException | RuntimeException | LinkageError e) {
      return new Verdict(Problem.of(DatagramProblem.TRIAL_FAILED, e.toString()), false);
    }
  }

  /// The owner of the trial's socket, which is both sender and receiver.
  private static final class Trial implements DatagramIo.Owner {
    static final byte[][] SENT = {{1, 2, 3}, {4, 5, 6}, {7}, {}, {8}};

    final PeerAddress self;
    int received;
    boolean isFine = true;

    Trial(PeerAddress self) {
      this.self = self;
    }

    @Override
    public boolean wantsMore() {
      return true;
    }

    @Override
    public void take(PeerAddress from, ByteBuffer in) {
      isFine &=
          from.equals(self) && received < SENT.length && in.equals(ByteBuffer.wrap(SENT[received]));
      received++;
    }

    @Override
    public void full(ByteBuffer bytes, PeerAddress to) {
      isFine = false;
    }

    @Override
    public void refused(PeerAddress peer, int size, Problem why) {
      isFine = false;
    }

    @Override
    public void dropped(long count) {
      isFine = false;
    }

    @Override
    public void unreachable(PortUnreachableException cause) {
      isFine = false;
    }
  }
}
