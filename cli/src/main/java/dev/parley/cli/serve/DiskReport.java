package dev.parley.cli.serve;

import dev.parley.cli.text.Texts;
import dev.parley.history.DiskUse;
import dev.parley.problem.Problem;
import dev.parley.text.Printable;
import java.nio.file.Path;
import java.util.function.Consumer;

/// Says how full the disk of the rooms is, when that is worth a line. Told by one thread at a time.
final class DiskReport implements Consumer<DiskUse> {
  private final String folder;
  private final Consumer<Problem> warn;
  private final Consumer<Problem> note;
  private boolean isRefusing;

  /// @param warn takes what is bad
  /// @param note takes what is good
  DiskReport(Path folder, Consumer<Problem> warn, Consumer<Problem> note) {
    this.folder = Printable.line(folder.toString());
    this.warn = warn;
    this.note = note;
  }

  @Override
  public void accept(DiskUse use) {
    boolean wasRefusing = isRefusing;
    isRefusing = use.isRefusing();
    if (isRefusing && !wasRefusing) {
      warn.accept(Texts.problem("serve.chat.disk-full", folder, use.usableBytes() >> 20));
    } else if (wasRefusing && !isRefusing) {
      note.accept(Texts.problem("serve.chat.disk-has-room", folder));
    } else if (!isRefusing) {
      warn.accept(Texts.problem("serve.chat.disk-filling", folder, use.percent()));
    }
  }
}
