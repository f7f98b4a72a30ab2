package dev.parley.cli;

import dev.parley.CloseReason;
import dev.parley.SessionClosedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Says what comes in at a pipe or file, until it ends, a quit word was said or the session is
/// over. Runs on a thread of its own, which may block in a read for ever: it is never waited for.
final class PipeInput implements Runnable {
  /// What one read takes at most when bytes pass as they are; fits a datagram.
  private static final int CHUNK_BYTES = 1 << 15;

  private final InputStream in;
  private final Speaker speaker;
  private final int maxLineBytes;
  private final boolean isStream;
  private final Happenings happenings;
  private volatile boolean isSending;
  private volatile boolean isOver;

  /// @param isStream true if bytes pass as they are, without being cut into lines
  PipeInput(
      InputStream in, Speaker speaker, int maxLineBytes, boolean isStream, Happenings happenings) {
    this.in = in;
    this.speaker = speaker;
    this.maxLineBytes = maxLineBytes;
    this.isStream = isStream;
    this.happenings = happenings;
  }

  /// True while bytes of a stream are there to be said: a server that has ended its side of it may
  /// still want them. Lines are answered, and nobody is there to answer them any more. Safe for any
  /// thread.
  boolean hasMore() {
    try {
      return isStream && !isOver && (isSending || in.available() > 0);
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void run() {
    try {
      happenings.put(sayAll());
    } catch (SessionClosedException e) {
      isOver = true;
      tellBroken(e);
    } catch (IOException e) {
      isOver = true; // the session has ended; whoever listens to it says why
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Who listens has heard the peer's end already, and hears no more.
  private void tellBroken(SessionClosedException e) {
    if (isStream && e.reason().fault() != CloseReason.Fault.NOBODY) {
      try {
        happenings.put(new Happening.Broken(e.reason(), String.valueOf(e.getMessage())));
      } catch (InterruptedException interrupt) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Happening sayAll() throws IOException, InterruptedException {
    try {
      if (isStream) {
        sayChunks();
      } else {
        sayLines();
      }
      return new Happening.InputEnded();
    } catch (InputFailed e) {
      return new Happening.Failed("cannot read the input: " + e.getMessage());
    }
  }

  private void sayLines() throws IOException, InterruptedException {
    InputLines lines = new InputLines(new Marked(in), maxLineBytes);
    boolean goesOn = true;
    for (var line = lines.next(); line != null && goesOn; line = goesOn ? lines.next() : null) {
      String where = "line " + line.number() + " of the input: ";
      if (line.isCut()) {
        speaker.refuse(where + "longer than the maximum of " + maxLineBytes + " bytes");
      } else {
        goesOn = speaker.say(line.bytes(), where);
      }
    }
  }

  private void sayChunks() throws IOException, InterruptedException {
    InputStream marked = new Marked(in);
    byte[] chunk = new byte[CHUNK_BYTES];
    for (int count = marked.read(chunk); count >= 0; count = marked.read(chunk)) {
      if (count > 0) {
        isSending = true;
        speaker.send(Arrays.copyOf(chunk, count));
        isSending = false;
      }
    }
  }

  /// The input failed, not the session.
  private static final class InputFailed extends IOException {
    private static final long serialVersionUID = 1;

    InputFailed(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /// An input whose failures can be told from the session's.
  private static final class Marked extends InputStream {
    private final InputStream in;

    Marked(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        return in.read(target, offset, length);
      } catch (IOException e) {
        throw new InputFailed(e);
      }
    }
  }
}
