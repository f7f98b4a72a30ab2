package dev.parley.reload;

import dev.parley.problem.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Decides when a change of a [Followed] takes effect: the state of its files between polls.
///
/// ```
///            looks different            unchanged for 0.5 s, read
///   taken ──────────────────▶ unsettled ───────────────────────────▶ taken
///                               ▲    │ looks different again, or changed while it was read
///                               └────┘
/// ```
///
/// On a requested reload, readable content is taken at once. A missing or empty file always has to
/// settle first, since an editor truncates a file before it writes it. Depends only on the files
/// and on the given times. For one thread at a time.
final class Follower {
  /// How long a file must stay unchanged before its change takes effect.
  static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /// Serializes calls of [Followed#take], in case two servers follow the same one.
  private static final ReentrantLock TAKING = new ReentrantLock();

  /// The state of one file.
  private static final class Seen {
    private @Nullable FileMark mark;
    private long since;
    private @Nullable FileMark taken;
    private boolean isUnread;

    void look(FileMark now, long nanos) {
      if (!now.equals(mark)) {
        mark = now;
        since = nanos;
      }
    }

    boolean isSettled(long nanos) {
      return nanos - since >= SETTLE_NANOS;
    }

    boolean isNew() {
      return isUnread || mark == null || !mark.equals(taken);
    }
  }

  private final Followed followed;
  private final FileListener listener;
  private final Map<Path, Seen> files = new HashMap<>();
  private @Nullable Problem trouble;
  private long troubleSince;
  private Map<Path, Problem> faults = Map.of();
  private Map<Path, Problem> reported = Map.of();
  private boolean isAsked;

  Follower(Followed followed, FileListener listener) {
    this.followed = followed;
    this.listener = listener;
  }

  /// Checks the files, takes those that have settled, and reports to the listener. Blocks on the
  /// files.
  ///
  /// @param now the reading of a monotonic clock
  /// @param isAskedNow a reload was requested: report even if nothing has changed
  void look(long now, boolean isAskedNow) {
    isAsked |= isAskedNow;
    Map<Path, FileNews> news = new LinkedHashMap<>();
    boolean isSettled = lookAtAll(now, news);
    boolean isAnswer = isAsked && isSettled;
    try {
      if (!news.isEmpty() || isAnswer) {
        take(news, isAnswer);
      }
    } finally {
      news.values().forEach(Follower::wipe);
    }
    reportFaults(now, isAnswer);
    isAsked &= !isSettled;
  }

  /// @return false if something has changed that is not in effect yet
  private boolean lookAtAll(long now, Map<Path, FileNews> news) {
    Collection<Path> all;
    try {
      all = followed.files();
      trouble = null;
    } catch (IOException e) {
      Problem why = FileErrors.ofReadingAny(e);
      if (!why.equals(trouble)) {
        trouble = why;
        troubleSince = now;
      }
      return isTroubleSettled(now);
    }
    boolean isSettled = true;
    files.keySet().retainAll(all);
    for (Path file : all) {
      isSettled &= look(file, files.computeIfAbsent(file, _ -> new Seen()), now, news);
    }
    return isSettled;
  }

  private boolean isTroubleSettled(long now) {
    return now - troubleSince >= SETTLE_NANOS;
  }

  private boolean look(Path file, Seen seen, long now, Map<Path, FileNews> news) {
    FileMark before = seen.mark;
    FileMark mark = FileMark.of(file);
    seen.look(mark, now);
    if (mark.isExposed() && (before == null || !before.isExposed()) && followed.isSecret(file)) {
      listener.exposed(followed.kind(), file);
    }
    boolean isSettled = seen.isSettled(now);
    boolean isWanted = isAsked && (isSettled || !mark.isGone());
    if (!isWanted && !(seen.isNew() && isSettled)) {
      return !seen.isNew();
    }
    FileNews found = FileNews.read(file, followed.maxBytes());
    boolean isTooSoon = found instanceof FileNews.Empty && !isSettled;
    if (isTooSoon || !FileMark.of(file).equals(mark)) {
      wipe(found);
      return false;
    }
    news.put(file, found);
    seen.taken = mark;
    // The cause can disappear without a change of the file's metadata.
    seen.isUnread = found instanceof FileNews.Unreadable;
    return true;
  }

  private static void wipe(FileNews news) {
    if (news instanceof FileNews.Content(byte[] bytes)) {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private void take(Map<Path, FileNews> news, boolean isAnswer) {
    Taken taken;
    TAKING.lock();
    try {
      taken = followed.take(news);
    } finally {
      TAKING.unlock();
    }
    faults = taken.faults();
    if (isAnswer || !taken.added().isEmpty() || !taken.removed().isEmpty()) {
      listener.changed(followed.kind(), followed.where(), taken);
    }
  }

  private void reportFaults(long now, boolean isAnswer) {
    Map<Path, Problem> all = new LinkedHashMap<>(faults);
    Problem why = trouble;
    Problem before = reported.get(followed.where());
    if (why != null && isTroubleSettled(now)) {
      all.put(followed.where(), why);
    } else if (why != null && before != null) {
      all.putIfAbsent(followed.where(), before);
    }
    all.forEach((file, fault) -> {
      if (isAnswer || !fault.equals(reported.get(file))) {
        listener.kept(followed.kind(), file, fault);
      }
    });
    reported.keySet().stream()
        .filter(file -> !all.containsKey(file))
        .forEach(file -> listener.repaired(followed.kind(), file));
    reported = all;
  }
}
