package dev.parley.services;

import dev.parley.frame.Message;
import dev.parley.problem.InvalidValueException;
import dev.parley.problem.ServiceProblem;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/// Words that have a meaning if they are the whole message, except for one line end (LF or CR LF),
/// which an unframed message includes. Compared byte by byte: `q` is not `Q`. Immutable.
final class QuitWords {
  private final List<byte[]> words;

  QuitWords(Collection<String> words) {
    if (words.stream().anyMatch(String::isEmpty)) {
      throw new InvalidValueException(ServiceProblem.EMPTY_QUIT_WORD);
    }
    this.words = words.stream().map(word -> word.getBytes(StandardCharsets.UTF_8)).toList();
  }

  /// Returns true if `message` is one of the words. Does not allocate.
  boolean contain(Message message) {
    int length = length(message);
    for (int i = 0; i < words.size(); i++) {
      if (isEqual(words.get(i), message, length)) {
        return true;
      }
    }
    return false;
  }

  private static int length(Message message) {
    int length = message.length();
    if (length > 0 && message.byteAt(length - 1) == '\n') {
      length--;
      if (length > 0 && message.byteAt(length - 1) == '\r') {
        length--;
      }
    }
    return length;
  }

  private static boolean isEqual(byte[] word, Message message, int length) {
    if (word.length != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (word[i] != message.byteAt(i)) {
        return false;
      }
    }
    return true;
  }
}
