package dev.parley.chat.internal.hub;

import dev.parley.chat.history.HistoryFault;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps settings in the log. One that the log does not take holds until the process ends, and is
/// tried again every few seconds, as the disk may have room by then. Confined to the hub's loop.
final class Keeping {
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final Hub hub;

  /// The last attempt for each key that the log does not have yet.
  private final Map<String, Attempt> attempts = new HashMap<>();

  private final Map<String, Attempt> failed = new LinkedHashMap<>();
  private boolean isWaiting;

  /// One call of the log; no two are equal.
  private static final class Attempt {
    /// Null to forget it.
    final @Nullable String value;

    Attempt(@Nullable String value) {
      this.value = value;
    }
  }

  Keeping(Hub hub) {
    this.hub = hub;
  }

  /// Keeps a setting, or forgets it if the value is null.
  ///
  /// @param then receives null when the log has it, or else why not
  void keep(String key, @Nullable String value, Consumer<@Nullable HistoryFault> then) {
    Attempt attempt = new Attempt(value);
    attempts.put(key, attempt);
    failed.remove(key);
    hub.history.set(
        key,
        value,
        new LogReply<Boolean>(hub.replies, null) {
          @Override
          void onDone(Boolean isChange) {
            if (attempts.get(key) == attempt) {
              attempts.remove(key);
            }
            then.accept(null);
          }

          @Override
          void onFailed(HistoryFault fault) {
            if (attempts.get(key) == attempt && fault != HistoryFault.CLOSED) {
              failed.put(key, attempt);
              againLater();
            }
            then.accept(fault);
          }
        });
  }

  private void againLater() {
    if (!isWaiting) {
      isWaiting = true;
      var _ = hub.loop.after(PAUSE, this::again);
    }
  }

  private void again() {
    isWaiting = false;
    Map<String, Attempt> now = new LinkedHashMap<>(failed);
    failed.clear();
    now.forEach((key, attempt) -> keep(key, attempt.value, _ -> {}));
  }
}
