package dev.parley.load;

import dev.parley.frame.Message;
import dev.parley.session.Session;

/// A caller over datagrams, which may be lost, late, duplicated or reordered: the number in an
/// answer identifies its request. Messages too small for a number are assumed to be in order.
final class DatagramCaller extends Caller {
  private final Window window;
  private final long lateNanos;
  private final boolean isNumbered;

  /// @param most the maximum number of datagrams in flight
  /// @param isNumbered true if answers carry the number of their request
  DatagramCaller(
      Session session,
      Share share,
      Payload payload,
      int depth,
      int most,
      long lateNanos,
      boolean isNumbered) {
    super(session, share, payload, depth);
    this.window = new Window(most);
    this.lateNanos = lateNanos;
    this.isNumbered = isNumbered;
  }

  @Override
  long next() {
    return window.next();
  }

  @Override
  void ask(long now) {
    byte[] request = payload.request(window.next());
    window.sent(now);
    share.asked();
    session.send(request, 0, request.length);
  }

  @Override
  boolean offer(long now) {
    if (window.isFull()) {
      return false;
    }
    ask(now);
    return true;
  }

  @Override
  boolean isHeldUp() {
    return false;
  }

  @Override
  void caughtUp() {}

  @Override
  void expire(long now) {
    int lost = window.giveUp(now - lateNanos);
    share.settled(lost);
    if (isClosedLoop() && share.isRunning()) {
      for (int i = 0; i < lost; i++) {
        ask(now);
      }
    }
  }

  @Override
  void received(Message message) {
    long now = share.now();
    Slice slice = share.slice();
    long number = isNumbered ? Payload.numberIn(message) : window.first();
    if (isNumbered && number >= 0) {
      number = window.whole(number);
    }
    switch (window.answered(number)) {
      case UNASKED -> slice.wrong++;
      case LATE -> {
        // Counted by the window.
      }
      case IN_TIME -> {
        if (!payload.isAnswer(message, number)) {
          slice.wrong++;
        }
        slice.latency(now - begun(number, window.sentAt(number)));
        share.settled(1);
        if (isClosedLoop() && share.isRunning()) {
          ask(now);
        }
      }
    }
  }

  /// No more answers can arrive.
  @Override
  void ended() {
    share.settled(window.giveUp(share.now()));
  }

  @Override
  void begin() {
    window.countFromHere();
  }

  @Override
  void end() {
    window.countToHere();
  }

  @Override
  Fate fate() {
    return new Fate(window.flying(), window.lost(), window.late());
  }
}
