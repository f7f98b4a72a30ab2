package dev.parley.bench;

import dev.parley.limit.Clock;
import java.io.IOException;
import java.time.Duration;

/// Orders to open and seal records with nothing but the JDK's ciphers: what encryption costs a
/// server at least. The records are as long as those of a sealed server under the same load, if one
/// of them holds what one read, or one datagram, brings.
final class CipherOrders implements Demand {
  private static final int PREFIX = 4;

  /// The bytes of the records of one order: some milliseconds.
  private static final int ORDER_BYTES = 4 << 20;

  /// The least records of an order, so that asking is next to nothing.
  private static final int LEAST_RECORDS = 256;

  private static final int MOST_RECORDS = 4096;

  private final ControlCall call;
  private final int recordBytes;
  private final int messagesPerRecord;

  private CipherOrders(ControlCall call, Load load) {
    this.call = call;
    this.recordBytes = recordBytes(load);
    this.messagesPerRecord = messagesPerRecord(load);
  }

  /// Connects to the contender.
  ///
  /// @throws Unavailable if that fails
  static CipherOrders open(int port, Load load) throws Unavailable {
    try {
      return new CipherOrders(ControlCall.open(port), load);
    } catch (IOException e) {
      throw new Unavailable(String.valueOf(e.getMessage()));
    }
  }

  /// Returns the number of messages in a record: all that one read brings, or one datagram.
  static int messagesPerRecord(Load load) {
    return load == Load.UDP ? 1 : load.shape().depth();
  }

  /// Returns the plain bytes of a record.
  static int recordBytes(Load load) {
    int size = load.shape().size();
    return load == Load.UDP ? size : messagesPerRecord(load) * (PREFIX + size);
  }

  /// Returns the number of records of one order.
  static int recordsPerOrder(int recordBytes) {
    return Math.clamp(ORDER_BYTES / recordBytes, LEAST_RECORDS, MOST_RECORDS);
  }

  @Override
  public Served turn(Duration length) throws Unavailable {
    int records = recordsPerOrder(recordBytes);
    long begun = Clock.system().nanos();
    long done = 0;
    long now;
    do {
      try {
        done += call.ask("records " + records + " " + recordBytes);
      } catch (IOException e) {
        throw new Unavailable(String.valueOf(e.getMessage()));
      }
      now = Clock.system().nanos();
    } while (now - begun < length.toNanos());
    return new Served(done * messagesPerRecord, (now - begun) / 1e9);
  }

  @Override
  public void close() {
    call.close();
  }
}
