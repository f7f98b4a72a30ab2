package dev.parley.load;

import dev.parley.frame.Message;
import dev.parley.session.Session;
import java.nio.ByteBuffer;

/// A caller over a stream, where answers arrive in the order of the requests.
final class StreamCaller extends Caller {
  private final boolean runsTogether;
  private final byte[] request;
  private final Message offered;

  /// The send times of a closed loop, a ring by number.
  private final long[] sentAt;

  private final int mask;
  private long sent;
  private long answered;
  private boolean isHeldUp;

  // If nothing delimits the answers: how many bytes of the current one have arrived, and whether
  // they were all correct.
  private int come;
  private boolean isRight = true;

  /// @param depth the requests kept in flight, 0 in an open loop
  /// @param runsTogether true if nothing delimits the answers
  StreamCaller(Session session, Share share, Payload payload, int depth, boolean runsTogether) {
    super(session, share, payload, depth);
    this.runsTogether = runsTogether;
    this.request = payload.request(0);
    this.offered = Message.view(ByteBuffer.wrap(request), 0, request.length);
    this.sentAt = new long[depth <= 1 ? 1 : Integer.highestOneBit(depth - 1) << 1];
    this.mask = sentAt.length - 1;
  }

  @Override
  long next() {
    return sent;
  }

  @Override
  void ask(long now) {
    sentAt[(int) sent & mask] = now;
    payload.request(sent++);
    share.asked();
    session.send(request, 0, request.length);
  }

  @Override
  boolean offer(long now) {
    payload.request(sent);
    if (!session.offer(offered)) {
      isHeldUp = true;
      return false;
    }
    sent++;
    share.asked();
    return true;
  }

  @Override
  boolean isHeldUp() {
    return isHeldUp;
  }

  @Override
  void caughtUp() {
    isHeldUp = false;
  }

  /// Streams lose no messages.
  @Override
  void expire(long now) {}

  @Override
  void received(Message message) {
    if (runsTogether) {
      receivedPart(message);
    } else {
      answered(payload.isAnswer(message, answered));
    }
  }

  private void receivedPart(Message part) {
    int index = 0;
    while (index < part.length()) {
      int count = Math.min(part.length() - index, payload.size() - come);
      isRight &= payload.continues(part, index, answered, come, count);
      index += count;
      come += count;
      if (come == payload.size()) {
        answered(isRight);
        come = 0;
        isRight = true;
      }
    }
  }

  private void answered(boolean right) {
    Slice slice = share.slice();
    if (answered >= sent) {
      slice.wrong++; // unsolicited
      return;
    }
    long now = share.now();
    if (!right) {
      slice.wrong++;
    }
    slice.latency(now - begun(answered, sentAt[(int) answered & mask]));
    answered++;
    share.settled(1);
    if (isClosedLoop() && share.isRunning()) {
      ask(now);
    }
  }

  /// Unanswered requests will never be answered.
  @Override
  void ended() {
    share.settled(sent - answered);
  }

  @Override
  void begin() {}

  @Override
  void end() {}

  @Override
  Fate fate() {
    return new Fate(sent - answered, 0, 0);
  }
}
