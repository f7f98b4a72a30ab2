package dev.parley.internal.engine;

import dev.parley.problem.Problem;
import dev.parley.reload.FileKind;
import dev.parley.reload.FileListener;
import dev.parley.reload.Taken;
import dev.parley.session.Event;
import java.nio.file.Path;
import java.util.function.Consumer;

/// Reports changes of a server's files as its events.
///
/// @param accidents receives what followed files throw
public record FileEvents(Consumer<Event> events, Consumer<Throwable> accidents)
    implements FileListener {
  @Override
  public void changed(FileKind kind, Path where, Taken taken) {
    events.accept(
        new Event.FileChanged(kind, where, taken.added(), taken.removed(), taken.count()));
  }

  @Override
  public void kept(FileKind kind, Path file, Problem why) {
    events.accept(new Event.FileKept(kind, file, why));
  }

  @Override
  public void repaired(FileKind kind, Path file) {
    events.accept(new Event.FileRepaired(kind, file));
  }

  @Override
  public void exposed(FileKind kind, Path file) {
    events.accept(new Event.FileExposed(kind, file));
  }

  @Override
  public void failed(Throwable cause) {
    accidents.accept(cause);
  }
}
