package dev.parley.cli.chat;

import dev.parley.ConnectOutcome;
import dev.parley.chat.client.ChatClientException;
import dev.parley.chat.client.ClientProblem;
import dev.parley.chat.client.RoomClient;
import dev.parley.chat.client.RoomListener;
import dev.parley.chat.history.Entry;
import dev.parley.chat.protocol.ClosingCode;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import dev.parley.cli.command.CommandEnd;
import dev.parley.cli.command.ExitCode;
import dev.parley.cli.io.InputLines;
import dev.parley.cli.io.StandardOutput;
import dev.parley.cli.report.ClientNotes;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import dev.parley.limit.Clock;
import dev.parley.problem.Problem;
import dev.parley.problem.SessionProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Chat rooms from a pipe: lines of the input are said, what comes is printed. Ends when the input
/// has ended and all of it is acknowledged.
///
/// ```
///   parley-input  InputLines ─▶ PipeForm.say ─▶ RoomClient
///   event loop    RoomListener ─▶ PipeForm ─▶ ChatTasks ─┐
///   main                                        stdout ◀─┘ ─▶ CommandEnd
/// ```
final class PipeTalk {
  /// The most lines that are not acknowledged: fewer than the client takes.
  private static final int MAX_UNDER_WAY = 500;

  /// The longest line of the input, in bytes: more than any server takes.
  private static final int MAX_LINE = 1 << 16;

  private static final long LOOK_MILLIS = 100;

  /// How long a client whose input has ended waits for a lost server.
  private static final Duration OFFLINE_PATIENCE = Duration.ofSeconds(60);

  private final PipeForm form;
  private final ClientNotes notes;
  private final Clock clock;
  private final @Nullable Duration wait;
  private final ChatTasks tasks = new ChatTasks();
  private final StandardOutput stdout = StandardOutput.stdout();
  private final Semaphore room = new Semaphore(MAX_UNDER_WAY);
  private final AtomicBoolean isRefused = new AtomicBoolean();
  private final AtomicBoolean isUnsaid = new AtomicBoolean();
  private @Nullable CommandEnd end;
  private boolean isInputEnded;

  /// Starts to read the input, which waits until the client is in its rooms, or not let in.
  private @Nullable Runnable begin;

  private int roomsToEnter;

  private boolean wasOnline;
  private long lastAt;
  private @Nullable Problem offline;
  private long offlineAt;

  /// @param rooms how many rooms the client enters
  /// @param wait how long to go on after the end of the input while nothing comes; null for not at
  ///   all
  PipeTalk(PipeForm form, int rooms, ClientNotes notes, Clock clock, @Nullable Duration wait) {
    this.form = form;
    this.roomsToEnter = rooms;
    this.notes = notes;
    this.clock = clock;
    this.wait = wait;
  }

  /// Returns what the client has to tell.
  RoomListener listener() {
    return new Relay(form.listener(this::print));
  }

  private void print(String line) {
    tasks.add(() -> {
      lastAt = clock.nanos();
      try {
        stdout.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
      } catch (IOException e) {
        end =
            stdout.mayRecover(e)
                ? CommandEnd.failed(Texts.problem("chat.output-failed", ProblemTexts.sentence(e)))
                : CommandEnd.outputClosed();
      }
    });
  }

  /// Talks until the input has ended and all is said. Blocks. The caller closes the client.
  CommandEnd run(RoomClient client, InputStream in) throws InterruptedException {
    lastAt = clock.nanos();
    Thread input =
        Thread.ofPlatform().name("parley-input").daemon().unstarted(() -> sayAll(client, in));
    begin = input::start;
    while (end == null) {
      Runnable task = tasks.next(LOOK_MILLIS);
      if (task != null) {
        task.run();
      } else if (isInputEnded) {
        end = finished();
      }
    }
    tasks.end();
    return end;
  }

  /// A room was entered, or refused.
  private void roomSettled() {
    roomsToEnter--;
    Runnable reading = begin;
    if (roomsToEnter <= 0 && reading != null) {
      begin = null;
      reading.run();
    }
  }

  private @Nullable CommandEnd finished() {
    long now = clock.nanos();
    boolean isDone = room.availablePermits() == MAX_UNDER_WAY && !form.isWaiting();
    if (isDone && (wait == null || now - lastAt >= wait.toNanos())) {
      if (isRefused.get()) {
        return new CommandEnd(ExitCode.USAGE, "refused", null, Texts.problem("chat.line-refused"));
      }
      return isUnsaid.get()
          ? CommandEnd.failed(Texts.problem("chat.lines-unsaid"))
          : CommandEnd.fine();
    }
    Problem why = offline;
    return !isDone && why != null && now - offlineAt >= OFFLINE_PATIENCE.toNanos()
        ? CommandEnd.failed(Texts.problem("chat.gone", ServerWords.sentence(why)))
        : null;
  }

  // On the thread of the input.

  private void sayAll(RoomClient client, InputStream in) {
    InputLines lines = new InputLines(in, MAX_LINE);
    try {
      for (InputLines.Line line = lines.next(); line != null; line = lines.next()) {
        if (line.isCut()) {
          refuse(Texts.problem("chat.line-too-long", line.number(), MAX_LINE));
        } else {
          room.acquire();
          say(client, line);
        }
      }
      tasks.add(() -> {
        isInputEnded = true;
        lastAt = clock.nanos();
      });
    } catch (IOException e) {
      CommandEnd failed =
          CommandEnd.failed(Texts.problem("chat.input-failed", ProblemTexts.sentence(e)));
      tasks.add(() -> end = failed);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      tasks.add(() -> end = CommandEnd.defect(e));
    }
  }

  private void say(RoomClient client, InputLines.Line line) {
    CompletableFuture<?> _ =
        form.say(client, new String(line.bytes(), StandardCharsets.UTF_8), this::print)
            .whenComplete((_, why) -> {
              if (why != null) {
                failed(line.number(), why);
              }
              room.release();
            });
  }

  private void refuse(Problem why) {
    isRefused.set(true);
    notes.say(why);
  }

  private void failed(long line, Throwable failure) {
    Throwable cause = failure.getCause();
    Throwable why = failure instanceof CompletionException && cause != null ? cause : failure;
    if (why instanceof ChatClientException known
        && known.problem().code() == ClientProblem.CLOSED) {
      isUnsaid.set(true); // the end says why
      return;
    }
    boolean isLine =
        !(why instanceof ChatClientException known)
            || known.problem().code() == ClientProblem.TEXT_TOO_LARGE
            || known.problem().code() == ClientProblem.UNSENDABLE;
    Problem said = Texts.problem("chat.input-line", line, ServerWords.sentence(why));
    if (isLine) {
      refuse(said);
    } else {
      isUnsaid.set(true);
      notes.say(said);
    }
  }

  // On the event loop.

  /// Passes everything on to the form, and looks at what concerns the end.
  private final class Relay implements RoomListener {
    private final RoomListener shown;

    private Relay(RoomListener shown) {
      this.shown = shown;
    }

    @Override
    public void unreachable(ConnectOutcome.Failed cause) {
      tasks.add(() -> {
        CommandEnd useless = ChatEnds.unreachable(cause, wasOnline);
        if (useless != null) {
          end = useless;
        }
      });
    }

    @Override
    public void online(Notice.Welcome welcome) {
      tasks.add(() -> {
        if (wasOnline) {
          notes.say(Texts.problem("chat.online-again"));
        }
        wasOnline = true;
        offline = null;
      });
    }

    @Override
    public void offline(Problem why, Duration untilNextAttempt) {
      shown.offline(why, untilNextAttempt);
      tasks.add(() -> {
        if (!wasOnline && why.code() == ClientProblem.NO_WELCOME) {
          end = CommandEnd.otherProtocol(why);
        } else if (!wasOnline && why.code() == ClientProblem.TURNED_AWAY) {
          end = CommandEnd.loginMissing(why);
        } else if (!wasOnline && why.code() == SessionProblem.UNREACHABLE) {
          end = CommandEnd.unreachable(why);
        } else if (offline == null) {
          offlineAt = clock.nanos();
          notes.say(Texts.problem("chat.offline-going-on", ServerWords.sentence(why)));
        }
        offline = why;
      });
    }

    @Override
    public void closed(@Nullable ClosingCode code, Problem why) {
      tasks.add(() -> {
        if (end == null) {
          end = ChatEnds.closed(code, why);
        }
      });
    }

    @Override
    public void entered(Notice.Room entered) {
      shown.entered(entered);
      tasks.add(PipeTalk.this::roomSettled);
    }

    @Override
    public void message(String where, Entry entry) {
      shown.message(where, entry);
    }

    @Override
    public void sending(Request said) {
      shown.sending(said);
    }

    @Override
    public void acknowledged(Notice.Ack ack) {
      shown.acknowledged(ack);
    }

    @Override
    public void notRecovered(String where, long first, long last) {
      shown.notRecovered(where, first, last);
    }

    @Override
    public void error(Notice.Refused refused) {
      shown.error(refused);
      tasks.add(PipeTalk.this::roomSettled);
    }

    @Override
    public void heard(Notice notice) {
      shown.heard(notice);
    }
  }
}
