package dev.parley.reload;

import dev.parley.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Polls followed files at times set by a test, and collects what each poll reports, as text. For
/// one thread.
public final class Looks {
  private final List<String> told = new ArrayList<>();
  private final Follower follower;
  private final long start;
  private long nowMillis;

  /// Polls these files for the first time.
  public Looks(Followed followed) {
    this(followed, 0);
  }

  /// The same, with a clock that starts at `start`.
  Looks(Followed followed, long start) {
    this.start = start;
    this.follower = new Follower(followed, new Texts());
    look(false);
  }

  private List<String> look(boolean isAsked) {
    told.clear();
    follower.look(start + nowMillis * 1_000_000, isAsked);
    return List.copyOf(told);
  }

  /// Polls this many milliseconds after the last poll and returns what it reports.
  public List<String> after(long millis) {
    nowMillis += millis;
    return look(false);
  }

  /// Polls with a requested reload, at the time of the last poll, and returns what it reports.
  public List<String> asked() {
    return look(true);
  }

  /// Returns what is reported once all changes have settled: a poll now, and one half a second
  /// later.
  public List<String> settled() {
    List<String> all = new ArrayList<>(after(0));
    all.addAll(after(500));
    return all;
  }

  /// Returns what the first poll reported; nothing else may have been reported since.
  public List<String> first() {
    return List.copyOf(told);
  }

  private final class Texts implements FileListener {
    @Override
    public void changed(FileKind kind, Path where, Taken taken) {
      told.add(
          kind
              + " added "
              + taken.added()
              + " removed "
              + taken.removed()
              + " now "
              + taken.count());
    }

    @Override
    public void kept(FileKind kind, Path file, Problem why) {
      told.add(file.getFileName() + " kept: " + why);
    }

    @Override
    public void repaired(FileKind kind, Path file) {
      told.add(file.getFileName() + " repaired");
    }

    @Override
    public void exposed(FileKind kind, Path file) {
      told.add(file.getFileName() + " exposed");
    }

    @Override
    public void failed(Throwable cause) {
      throw new AssertionError(cause);
    }
  }
}
