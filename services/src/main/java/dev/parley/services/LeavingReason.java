package dev.parley.services;

import dev.parley.problem.ProblemCode;
import dev.parley.session.CloseReason;
import org.jspecify.annotations.Nullable;

/// Why a peer has left, in words for a person at its server, who knows neither the library nor its
/// settings.
public enum LeavingReason implements ProblemCode {
  REVOKED("it may not be here any more"),
  RESET("it reset the connection"),
  NETWORK_FAILED("the network failed, or it vanished"),
  UNREACHABLE("nobody listens at its port"),
  MESSAGE_TOO_LARGE("its message was too large"),
  MESSAGE_MALFORMED("what it sent does not fit the framing"),
  MESSAGE_TRUNCATED("it left in the middle of a message"),
  LOGIN_WRONG("its login was wrong"),
  FORGED("what came was changed on the way"),
  LOGIN_TIMEOUT("its login took too long"),
  MESSAGE_TIMEOUT("it did not finish a message in time"),
  SILENT("it was silent for too long"),
  NOT_READING("it does not read what is sent to it"),
  UNANSWERED("nothing more was said to it after its end"),
  PLACE_NEEDED("its place was needed for others"),
  UNCARRIABLE("what was said to it does not fit into a message"),
  MEMORY_NEEDED("memory was needed for others"),
  BUSY("too much work waits already"),
  DEFECT("something failed inside");

  private final String pattern;

  LeavingReason(String pattern) {
    this.pattern = pattern;
  }

  /// Returns the words for `reason`; null for a normal end, which needs none.
  public static @Nullable LeavingReason of(CloseReason reason) {
    return switch (reason) {
      case PEER_CLOSED, CLOSED, SHUTDOWN -> null;
      case REVOKED -> REVOKED;
      case PEER_RESET -> RESET;
      case NETWORK_FAILED -> NETWORK_FAILED;
      case UNREACHABLE -> UNREACHABLE;
      case FRAME_TOO_LARGE -> MESSAGE_TOO_LARGE;
      case FRAME_MALFORMED -> MESSAGE_MALFORMED;
      case FRAME_TRUNCATED -> MESSAGE_TRUNCATED;
      case LOGIN_REFUSED -> LOGIN_WRONG;
      case FORGED -> FORGED;
      case LOGIN_TIMEOUT -> LOGIN_TIMEOUT;
      case FRAME_TIMEOUT -> MESSAGE_TIMEOUT;
      case IDLE_TIMEOUT -> SILENT;
      case WRITE_TIMEOUT, OUTBOX_FULL -> NOT_READING;
      case HALF_CLOSE_TIMEOUT -> UNANSWERED;
      case EVICTED, SESSIONS_FULL -> PLACE_NEEDED;
      case UNCARRIABLE -> UNCARRIABLE;
      case BUFFERS_FULL -> MEMORY_NEEDED;
      case BUSY -> BUSY;
      case HANDLER_FAILED, DEFECT -> DEFECT;
    };
  }

  @Override
  public String area() {
    return "leaving";
  }

  @Override
  public String pattern() {
    return pattern;
  }

  /// Returns the words in English, as in sentences.
  @Override
  public String toString() {
    return pattern;
  }
}
