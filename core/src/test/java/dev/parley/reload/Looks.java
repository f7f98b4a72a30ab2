package dev.parley.reload;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Looks at followed files at the times that a test says, and what each look told, as text. For one
/// thread.
public final class Looks {
  private final List<String> told = new ArrayList<>();
  private final Follower follower;
  private final long start;
  private long nowMillis;

  /// Looks at these files for the first time.
  public Looks(Followed followed) {
    this(followed, 0);
  }

  /// The same with a clock whose count starts at `start`.
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

  /// What a look tells so many milliseconds after the last one.
  public List<String> after(long millis) {
    nowMillis += millis;
    return look(false);
  }

  /// What a look tells that somebody has asked for, at the time of the last one.
  public List<String> asked() {
    return look(true);
  }

  /// What is told once all that has changed has settled: a look now, and one half a second later.
  public List<String> settled() {
    List<String> all = new ArrayList<>(after(0));
    all.addAll(after(500));
    return all;
  }

  /// What was told by the first look, and by no other since.
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
    public void kept(FileKind kind, Path file, String why) {
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
