package dev.parley.cli.connect;

import dev.parley.cli.io.InputLines;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Sends the input of a pipe or file until it ends, a quit word was sent or the session is over.
/// Runs on a thread of its own, which may block in a read for ever: nobody joins it.
///
/// ```
///   READING ◀──▶ SAYING ──▶ ENDED
///                  └───────▶ LOST, if the session ended first
/// ```
public final class PipeInput implements Input {
  /// Maximum size of one read when bytes are passed unchanged; fits into a datagram.
  private static final int CHUNK_BYTES = 1 << 15;

  private enum State {
    /// Everything that was read has been sent, and the next read may block.
    READING,
    /// Something that was read is still to be sent.
    SAYING,
    ENDED,
    LOST
  }

  private final InputStream in;
  private final InputLines lines;
  private final MessageSender sender;
  private final int maxLineBytes;
  private final boolean isStream;
  private final ClientEventQueue happenings;
  private volatile State state = State.READING;

  /// True while part of a line has been read but not its end.
  private volatile boolean isLineBegun;

  /// @param isStream true if bytes are passed unchanged, without being split into lines
  PipeInput(
      InputStream in,
      MessageSender sender,
      int maxLineBytes,
      boolean isStream,
      ClientEventQueue happenings) {
    this.in = new Watched(in);
    this.lines = new InputLines(this.in, maxLineBytes);
    this.sender = sender;
    this.maxLineBytes = maxLineBytes;
    this.isStream = isStream;
    this.happenings = happenings;
  }

  @Override
  public void start() {
    Thread.ofPlatform().name("parley-input").daemon().start(this::run);
  }

  @Override
  public boolean isPending() {
    return switch (state) {
      case READING -> isAvailable();
      case SAYING -> true;
      case ENDED, LOST -> false;
    };
  }

  private boolean isAvailable() {
    try {
      return in.available() > 0;
    } catch (IOException e) {
      return false; // the read reports it
    }
  }

  @Override
  public boolean hasLost() {
    return state == State.LOST || (state == State.READING && isLineBegun);
  }

  @Override
  public boolean isPerson() {
    return false;
  }

  private void run() {
    try {
      happenings.put(sayAll());
    } catch (IOException e) {
      state = State.LOST; // the session has ended; the receiving thread reports why
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      happenings.defect(e);
    }
  }

  private ClientEvent sayAll() throws IOException, InterruptedException {
    try {
      MessageSender.Next next = isStream ? sayChunks() : sayLines();
      if (next == MessageSender.Next.LEAVES) {
        return new ClientEvent.Left();
      }
      state = State.ENDED;
      sender.finish();
      return new ClientEvent.InputEnded();
    } catch (InputFailed e) {
      return new ClientEvent.Failed(
          Texts.problem("connect.input-failed", ProblemTexts.sentence(e)));
    }
  }

  private MessageSender.Next sayLines() throws IOException, InterruptedException {
    MessageSender.Next next = MessageSender.Next.GOES_ON;
    while (next == MessageSender.Next.GOES_ON) {
      InputLines.Line line = lines.next();
      if (line == null) {
        return MessageSender.Next.ENDS;
      }
      if (line.isCut()) {
        sender.refuse(Texts.text("connect.input-line-too-long", line.number(), maxLineBytes));
      } else {
        next = sender.say(line.bytes(), line.number());
      }
    }
    return next;
  }

  private MessageSender.Next sayChunks() throws IOException, InterruptedException {
    byte[] chunk = new byte[CHUNK_BYTES];
    for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
      if (count > 0) {
        sender.send(Arrays.copyOf(chunk, count));
      }
    }
    return MessageSender.Next.ENDS;
  }

  /// A failure of the input, as opposed to one of the session.
  private static final class InputFailed extends IOException {
    private static final long serialVersionUID = 1;

    InputFailed(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /// The input. Wraps its failures in [InputFailed], and sets the state after each read.
  private final class Watched extends InputStream {
    private final InputStream source;

    Watched(InputStream source) {
      this.source = source;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      isLineBegun = lines.hasPart();
      state = State.READING;
      try {
        int count = source.read(target, offset, length);
        state = State.SAYING; // also at the end, which the reader finds out next
        return count;
      } catch (IOException e) {
        throw new InputFailed(e);
      }
    }

    @Override
    public int available() throws IOException {
      return source.available();
    }
  }
}
