package dev.parley.chat.internal.hub;

import dev.parley.chat.protocol.Notice;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The output of a room to [RecordingOutlet]s. Confined to its test.
final class RecordingRoom implements RoomOutput {
  private final Set<Outlet> outlets = new LinkedHashSet<>();

  @Override
  public void add(Outlet outlet) {
    outlets.add(outlet);
  }

  @Override
  public void remove(Outlet outlet) {
    outlets.remove(outlet);
  }

  @Override
  public void send(Notice notice, @Nullable Outlet except) {
    for (Outlet outlet : outlets) {
      if (!outlet.equals(except)) {
        outlet.send(notice);
      }
    }
  }

  @Override
  public void sendOnly(Notice notice, Outlet only) {
    only.send(notice);
  }

  @Override
  public void flush() {}
}
