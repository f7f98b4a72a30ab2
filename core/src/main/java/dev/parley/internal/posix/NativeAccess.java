package dev.parley.internal.posix;

import dev.parley.problem.DatagramProblem;
import dev.parley.problem.Problem;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Checks whether this process can call the functions of this package: Linux, a known processor,
/// and native access. Safe for any thread.
public final class NativeAccess {
  private NativeAccess() {}

  /// Returns why foreign calls cannot be made in this process, null if they can.
  public static @Nullable Problem refusal() {
    String system = System.getProperty("os.name", "");
    String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    if (!system.equals("Linux") || !List.of("amd64", "x86_64", "aarch64").contains(processor)) {
      return Problem.of(DatagramProblem.OTHER_SYSTEM);
    }
    if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
      return Problem.of(DatagramProblem.BYTE_ORDER);
    }
    Module module = NativeAccess.class.getModule();
    if (!module.isNativeAccessEnabled()) {
      String name = module.isNamed() ? module.getName() : "ALL-UNNAMED";
      return Problem.of(DatagramProblem.NO_NATIVE_ACCESS, name);
    }
    return null;
  }
}
