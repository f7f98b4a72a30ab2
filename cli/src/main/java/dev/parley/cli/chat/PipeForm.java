package dev.parley.cli.chat;

import dev.parley.chat.client.RoomClient;
import dev.parley.chat.client.RoomListener;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// What the lines of a [PipeTalk] mean, both ways: text, or the protocol's JSON.
interface PipeForm {
  /// Returns what turns notices into lines.
  ///
  /// @param lines takes each line, without its end
  RoomListener listener(Consumer<String> lines);

  /// Says a line of the input.
  ///
  /// @return completes when nothing more is owed for it; exceptionally if it was not said
  CompletableFuture<?> say(RoomClient client, String line, Consumer<String> lines);

  /// True if something that was asked is not answered.
  boolean isWaiting();
}
