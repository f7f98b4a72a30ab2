package dev.parley.chat.client;

import dev.parley.chat.protocol.Request;
import dev.parley.session.Loop;
import dev.parley.session.Session;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Requests over datagrams that are said again until they are answered: after 200 ms, then after
/// twice as long each time, at most 3 s. Confined to its loop.
final class Repeats {
  static final Duration FIRST = Duration.ofMillis(200);
  static final Duration LONGEST = Duration.ofSeconds(3);

  private final Loop loop;
  private final Consumer<Request> say;
  private final Map<String, Repeat> open = new HashMap<>();

  Repeats(Loop loop, Consumer<Request> say) {
    this.loop = loop;
    this.say = say;
  }

  private final class Repeat implements Runnable {
    private final Request request;
    private Duration pause = FIRST;
    private Session.@Nullable Timer timer;

    private Repeat(Request request) {
      this.request = request;
    }

    @Override
    public void run() {
      say.accept(request);
      set();
    }

    private void set() {
      timer = loop.after(pause, this);
      pause = longer(pause);
    }

    private void cancel() {
      if (timer != null) {
        boolean _ = timer.cancel();
      }
    }
  }

  /// Returns the next pause after one.
  static Duration longer(Duration pause) {
    Duration longer = pause.multipliedBy(2);
    return longer.compareTo(LONGEST) < 0 ? longer : LONGEST;
  }

  /// Says a request, which was said just now, again until [#done]. Replaces the one of the same
  /// key.
  void add(String key, Request request) {
    done(key);
    Repeat repeat = new Repeat(request);
    open.put(key, repeat);
    repeat.set();
  }

  /// The request with this key was answered, if there is one.
  void done(String key) {
    Repeat repeat = open.remove(key);
    if (repeat != null) {
      repeat.cancel();
    }
  }

  /// Says nothing more.
  void clear() {
    open.values().forEach(Repeat::cancel);
    open.clear();
  }
}
