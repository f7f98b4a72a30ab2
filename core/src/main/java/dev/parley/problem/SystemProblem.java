package dev.parley.problem;

import org.jspecify.annotations.Nullable;

/// An error message of the system (`strerror`), as the JDK passes it on in English. Where the
/// system words it in another way it is a [GeneralProblem#TEXT].
public enum SystemProblem implements ProblemCode {
  NOT_PERMITTED("Operation not permitted"),
  NO_SUCH_FILE("No such file or directory"),
  NO_SUCH_PROCESS("No such process"),
  INPUT_OUTPUT("Input/output error"),
  NO_SUCH_DEVICE("No such device or address"),
  BAD_DESCRIPTOR("Bad file descriptor"),
  WOULD_BLOCK("Resource temporarily unavailable"),
  NO_MEMORY("Cannot allocate memory"),
  PERMISSION_DENIED("Permission denied"),
  BUSY("Device or resource busy"),
  FILE_EXISTS("File exists"),
  NOT_A_DIRECTORY("Not a directory"),
  IS_A_DIRECTORY("Is a directory"),
  INVALID_ARGUMENT("Invalid argument"),
  TOO_MANY_OPEN_IN_SYSTEM("Too many open files in system"),
  TOO_MANY_OPEN("Too many open files"),
  FILE_TOO_LARGE("File too large"),
  NO_SPACE("No space left on device"),
  ILLEGAL_SEEK("Illegal seek"),
  READ_ONLY("Read-only file system"),
  BROKEN_PIPE("Broken pipe"),
  NAME_TOO_LONG("File name too long"),
  TOO_MANY_LINKS("Too many levels of symbolic links"),
  NOT_A_SOCKET("Socket operation on non-socket"),
  MESSAGE_TOO_LONG("Message too long"),
  PROTOCOL_NOT_SUPPORTED("Protocol not supported"),
  OPERATION_NOT_SUPPORTED("Operation not supported"),
  FAMILY_NOT_SUPPORTED("Address family not supported by protocol"),
  ADDRESS_IN_USE("Address already in use"),
  ADDRESS_NOT_AVAILABLE("Cannot assign requested address"),
  NETWORK_DOWN("Network is down"),
  NETWORK_UNREACHABLE("Network is unreachable"),
  ABORTED("Software caused connection abort"),
  RESET("Connection reset by peer"),
  RESET_BY_SOMEBODY("Connection reset"),
  NO_BUFFERS("No buffer space available"),
  NOT_CONNECTED("Transport endpoint is not connected"),
  TIMED_OUT("Connection timed out"),
  REFUSED("Connection refused"),
  HOST_DOWN("Host is down"),
  NO_ROUTE("No route to host"),
  STALE_FILE("Stale file handle"),
  QUOTA_EXCEEDED("Disk quota exceeded");

  private final String pattern;

  SystemProblem(String pattern) {
    this.pattern = pattern;
  }

  /// Returns the code whose message is `text`, in any case; null if it is none of them.
  static @Nullable SystemProblem of(String text) {
    for (SystemProblem each : values()) {
      if (each.pattern.equalsIgnoreCase(text)) {
        return each;
      }
    }
    return null;
  }

  @Override
  public String area() {
    return "system";
  }

  @Override
  public String pattern() {
    return pattern;
  }
}
