package dev.parley.tls;

import dev.parley.layer.ProtocolException;
import dev.parley.problem.Problem;
import dev.parley.problem.TlsProblem;

/// The cost of the peer's records: limits those that only cause work, and estimates the memory of
/// the JDK's engine, which does not report it. Confined to its session's thread.
final class TlsRecordCosts {
  /// The maximum number of records in a row without application data: key updates, tickets, empty
  /// ones. Others allow 32 key updates (BoringSSL), or 16 records of any kind (Go); a server that
  /// resumes sessions may send some tickets at once.
  static final int MAX_BARREN = 64;

  /// The maximum number of records in a handshake: its messages may be split over many.
  static final int MAX_IN_HANDSHAKE = 256;

  /// The cost of a record without application data, in ordinary records: it is mostly a key update,
  /// to which we reply with our own.
  private static final int BARREN_WORK = 8;

  /// Memory of the JDK's engine before anything has arrived, during its handshake and after it, in
  /// bytes, as measured. Incomplete messages, and all messages of an unfinished handshake, come on
  /// top.
  private static final int FRESH_COST = 2048;

  private static final int HANDSHAKE_COST = 12_288;
  private static final int DONE_COST = 6_144;

  /// The length of a TLS 1.3 KeyUpdate record: header, message of five bytes, content type, tag.
  private static final int KEY_UPDATE_RECORD = TlsRecordReader.HEADER_LENGTH + 5 + 1 + 16;

  private final boolean isClient;

  /// The number of records in a row without application data.
  private int barren;

  /// The size of the records that the engine has taken and may still buffer: the whole handshake,
  /// and after it those of an incomplete handshake message.
  private int taken;

  private boolean isDone;
  private boolean isTls12;

  TlsRecordCosts(boolean isClient) {
    this.isClient = isClient;
  }

  /// The handshake is over.
  void handshakeDone(boolean isTls12) {
    this.isTls12 = isTls12;
    isDone = true;
    taken = 0;
  }

  /// Returns how many ordinary records one record costs.
  static int work(boolean isBarren) {
    return isBarren ? BARREN_WORK : 1;
  }

  /// Limits records that only cost us work: one of 27 bytes makes us compute two new keys.
  void count(boolean isBarren) throws ProtocolException {
    barren = isBarren ? barren + 1 : 0;
    if (isDone && barren > MAX_BARREN) {
      throw new ProtocolException(
          ProtocolException.Fault.MALFORMED, Problem.of(TlsProblem.TOO_MANY_EMPTY, MAX_BARREN));
    }
    if (!isDone && barren > MAX_IN_HANDSHAKE) {
      throw TlsErrors.login(Problem.of(TlsProblem.TOO_LONG_HANDSHAKE, MAX_IN_HANDSHAKE));
    }
  }

  /// Accounts for a record that the engine has taken and may still buffer. The engine does not
  /// report that, so after the handshake we infer it: nothing is buffered once it has delivered
  /// bytes or answered. A key update that asks for no answer is as silent as a part of a message,
  /// but has a length of its own. A server's messages after the handshake (tickets) are not
  /// counted: the client has chosen that server. TLS 1.2 has no handshake messages after the
  /// handshake.
  void take(int size, boolean isSilent) {
    if (!isDone) {
      taken += size;
    } else if (!isSilent) {
      taken = 0;
    } else if (!isClient && !isTls12 && size != KEY_UPDATE_RECORD) {
      taken += size;
    }
  }

  /// Returns how many bytes of incomplete messages the engine may buffer.
  int taken() {
    return taken;
  }

  /// Returns the memory of the engine in bytes.
  ///
  /// @param records how many records it has taken so far
  long engineCost(long records) {
    long fixed = isDone ? DONE_COST : records == 0 ? FRESH_COST : HANDSHAKE_COST;
    return fixed + taken;
  }
}
