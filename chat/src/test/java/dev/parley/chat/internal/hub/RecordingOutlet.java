package dev.parley.chat.internal.hub;

import dev.parley.chat.protocol.ClosingCode;
import dev.parley.chat.protocol.Notice;
import dev.parley.limit.Source;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/// The way to a connection that notes what it was told. Confined to its test.
final class RecordingOutlet implements Outlet {
  final List<Notice> told = new ArrayList<>();
  final String peer;
  boolean isLoopback;
  boolean isEnded;
  long waiting;
  private final List<Runnable> flushed = new ArrayList<>();

  RecordingOutlet(String peer) {
    this.peer = peer;
  }

  <T extends Notice> T last(Class<T> kind) {
    return kind.cast(told.getLast());
  }

  @Override
  public void send(Notice notice) {
    told.add(notice);
  }

  @Override
  public void close(ClosingCode code, String text) {
    told.add(new Notice.Closing(code, text));
    isEnded = true;
  }

  @Override
  public void end() {
    isEnded = true;
  }

  @Override
  public void becomeStructured() {}

  @Override
  public void admitted() {}

  @Override
  public String peer() {
    return peer;
  }

  @Override
  public boolean isLoopback() {
    return isLoopback;
  }

  @Override
  public String host() {
    return peer.substring(0, peer.lastIndexOf(':'));
  }

  @Override
  public Source source() {
    return Source.of(new InetSocketAddress(host(), 1));
  }

  @Override
  public long waiting() {
    return waiting;
  }

  @Override
  public void whenFlushed(Runnable then) {
    flushed.add(then);
  }

  /// All that has waited has left.
  void flush() {
    waiting = 0;
    List<Runnable> all = List.copyOf(flushed);
    flushed.clear();
    all.forEach(Runnable::run);
  }
}
