package dev.parley.cli.serve;

import dev.parley.cli.command.Failure;
import dev.parley.cli.text.Texts;
import dev.parley.services.Service;
import dev.parley.services.ServiceProvider;
import dev.parley.text.Printable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The words after `parley serve`: a service, if the first word names one, and an address.
///
/// Without a service it is the chat.
///
/// @param address one word or two; empty for none
record ServiceWord(ServiceProvider service, List<String> address) {
  /// Maximum edit distance at which a word is taken for a misspelled service.
  private static final int SLIPS = 2;

  /// Splits the words into service and address.
  ///
  /// @throws Failure if the first word is neither a service nor an address
  static ServiceWord of(List<String> words, boolean isUnix, ServiceProvider chat) {
    if (words.isEmpty()) {
      return new ServiceWord(chat, words);
    }
    String first = words.getFirst();
    boolean isPlace =
        isUnix || isAddress(first) || (words.size() == 2 && words.get(1).matches("[0-9]{1,5}"));
    ServiceProvider service = first.equals(chat.toString()) ? chat : find(first, isPlace);
    if (service != null) {
      return new ServiceWord(service, words.subList(1, words.size()));
    }
    if (isPlace) {
      return new ServiceWord(chat, words);
    }
    Service closest = closest(first);
    String word = Printable.line(first);
    throw Failure.usage(
        closest == null
            ? Texts.problem("serve.unknown-service", word, names())
            : Texts.problem("serve.misspelled-service", word, closest));
  }

  /// Returns the service with this name, null if there is none.
  ///
  /// @param isPlace true if the word may be an address instead
  private static @Nullable ServiceProvider find(String word, boolean isPlace) {
    for (Service service : Service.values()) {
      if (service.toString().equals(word)) {
        return service;
      }
    }
    if (isAddress(word)) {
      return null; // nobody's name, and a look for providers takes time
    }
    try {
      return Service.find(word);
    } catch (IllegalArgumentException e) {
      if (isPlace) {
        return null;
      }
      throw Failure.usage(e);
    }
  }

  private static boolean isAddress(String word) {
    return word.matches("[0-9]+|.*[:./*\\[].*|localhost");
  }

  private static @Nullable Service closest(String word) {
    return Arrays.stream(Service.values())
        .filter(service -> distance(service.toString(), word) <= SLIPS)
        .min(Comparator.comparingInt(service -> distance(service.toString(), word)))
        .orElse(null);
  }

  private static String names() {
    return Service.all().stream()
        .map(service -> Printable.line(service.toString()))
        .collect(Collectors.joining(", "));
  }

  /// Returns the edit distance: how many letters must be inserted, deleted or changed to turn `a`
  /// into `b` (Levenshtein).
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
