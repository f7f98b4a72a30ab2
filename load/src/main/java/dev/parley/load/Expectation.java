package dev.parley.load;

import java.util.Arrays;
import java.util.Optional;

/// What a correct answer is.
public enum Expectation {
  /// The request itself.
  ECHO,
  /// The request in upper case.
  UPPER,
  /// Anything: answers are counted but not checked.
  ANY;

  /// Returns the correct answer to `request`, in a new array.
  byte[] answer(byte[] request) {
    byte[] answer = request.clone();
    if (this == UPPER) {
      for (int i = 0; i < answer.length; i++) {
        answer[i] = (byte) Character.toUpperCase(answer[i]);
      }
    }
    return answer;
  }

  /// Infers from `answer` to `request` what the server does; empty if the answer is neither an echo
  /// nor upper case.
  public static Optional<Expectation> shownBy(byte[] request, byte[] answer) {
    if (Arrays.equals(ECHO.answer(request), answer)) {
      return Optional.of(ECHO);
    }
    return Arrays.equals(UPPER.answer(request), answer) ? Optional.of(UPPER) : Optional.empty();
  }
}
