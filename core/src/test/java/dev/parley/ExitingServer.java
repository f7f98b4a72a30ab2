package dev.parley;

import dev.parley.frame.Message;
import dev.parley.session.Event;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// A program that obeys the lines of its input, with servers that shut down when it ends. Run by
/// [ShutdownOnExitTest].
///
/// | line | does |
/// |---|---|
/// | `serve` | starts a server whose sessions say goodbye and close when it shuts down |
/// | `serve stubborn` | starts one whose sessions stay until the grace is over |
/// | `serve leaving` | starts one that exits when its listener has closed |
/// | `shut down` | begins to shut the latest server down, with the grace of an hour |
/// | `no grace` | from now on, the latest server has no grace at the exit |
/// | `close` | closes the latest server |
/// | `exit` | exits with 0 |
public final class ExitingServer {
  private static final Duration LONG = Duration.ofHours(1);

  private ExitingServer() {}

  /// Echoes, and prints when it is asked to finish.
  private record Echo(boolean isStubborn) implements Handler {
    @Override
    public void received(Session session, Message message) {
      session.send(message);
    }

    @Override
    public void draining(Session session) {
      System.out.println("draining");
      if (!isStubborn) {
        session.send("再见");
        session.close();
      }
    }
  }

  private static void leave(Event event) {
    if (event instanceof Event.ListenerClosed) {
      System.out.println("leaving");
      System.exit(0); // which never returns
    }
  }

  /// Runs until its input ends, or it exits.
  public static void main(String[] args) throws Exception {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Server latest = null;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      switch (line) {
        case "serve", "serve stubborn", "serve leaving" -> {
          latest =
              Server.builder()
                  .listen("tcp://127.0.0.1:0")
                  .handler(new Echo(line.endsWith("stubborn")))
                  .events(line.endsWith("leaving") ? ExitingServer::leave : _ -> {})
                  .loops(1)
                  .start();
          latest.shutdownOnExit(LONG);
          System.out.println(latest.address());
        }
        case "shut down" -> {
          Server server = latest;
          Thread.ofPlatform()
              .daemon()
              .start(() -> {
                try {
                  server.shutdown(LONG);
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
        }
        case "close" -> latest.close();
        case "no grace" -> {
          latest.shutdownOnExit(Duration.ZERO);
          System.out.println("ok");
        }
        case "exit" -> System.exit(0);
        default -> throw new IllegalArgumentException(line);
      }
    }
  }
}
