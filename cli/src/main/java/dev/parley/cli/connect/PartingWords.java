package dev.parley.cli.connect;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// The words that end a client's conversation. Immutable.
///
/// | | typed or piped in | received |
/// |---|---|---|
/// | quit word | sent, then nothing more is | ends the conversation |
/// | leave word | not sent, ends the conversation | ends the conversation |
final class PartingWords {
  /// No words.
  static final PartingWords NONE = new PartingWords(List.of(), List.of());

  private final List<byte[]> quitWords;
  private final List<byte[]> leaveWords;

  PartingWords(List<String> quitWords, List<String> leaveWords) {
    this.quitWords = bytes(quitWords);
    this.leaveWords = bytes(leaveWords);
  }

  private static List<byte[]> bytes(List<String> words) {
    return words.stream().map(word -> word.getBytes(StandardCharsets.UTF_8)).toList();
  }

  /// True if `line` is the last one to be sent.
  boolean isQuitWord(byte[] line) {
    return isIn(quitWords, line);
  }

  /// True if `line` is not sent and ends the conversation.
  boolean isLeaveWord(byte[] line) {
    return isIn(leaveWords, line);
  }

  /// True if this received message ends the conversation. A line end after the word is ignored,
  /// because raw messages still have it.
  boolean isReceived(byte[] message) {
    int length = message.length;
    while (length > 0 && (message[length - 1] == '\n' || message[length - 1] == '\r')) {
      length--;
    }
    byte[] word = Arrays.copyOf(message, length);
    return isQuitWord(word) || isLeaveWord(word);
  }

  private static boolean isIn(List<byte[]> words, byte[] line) {
    return words.stream().anyMatch(word -> Arrays.equals(word, line));
  }
}
