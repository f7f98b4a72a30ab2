package dev.parley.chat.internal.server;

import dev.parley.chat.internal.hub.Outlet;
import dev.parley.chat.protocol.ClosingCode;
import dev.parley.chat.protocol.Notice;
import dev.parley.limit.Source;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/// The way to the person at the server's own terminal. Confined to the hub's loop.
final class ConsoleOutlet implements Outlet {
  private final Plain plain;
  private final Consumer<String> lines;
  private boolean isClosed;

  ConsoleOutlet(Plain plain, Consumer<String> lines) {
    this.plain = plain;
    this.lines = lines;
  }

  boolean isClosed() {
    return isClosed;
  }

  @Override
  public void send(Notice notice) {
    if (!isClosed) {
      plain.lines(notice).forEach(lines);
    }
  }

  @Override
  public void close(ClosingCode code, String text) {
    send(new Notice.Closing(code, text));
    isClosed = true;
  }

  @Override
  public void end() {
    isClosed = true;
  }

  @Override
  public void becomeStructured() {}

  @Override
  public void admitted() {}

  @Override
  public String peer() {
    return "console";
  }

  @Override
  public boolean isLoopback() {
    return true;
  }

  @Override
  public String host() {
    return "";
  }

  @Override
  public Source source() {
    return Source.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @Override
  public long waiting() {
    return 0;
  }

  @Override
  public void whenFlushed(Runnable then) {
    then.run();
  }
}
