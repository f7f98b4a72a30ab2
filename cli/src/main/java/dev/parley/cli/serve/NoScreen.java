package dev.parley.cli.serve;

import dev.parley.frame.Message;
import dev.parley.services.Notice;
import dev.parley.services.Peer;
import dev.parley.services.Screen;

/// The screen of services that show nothing.
final class NoScreen implements Screen {
  @Override
  public void message(Peer from, Message message) {}

  @Override
  public void notice(Notice notice) {}
}
