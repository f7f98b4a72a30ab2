package dev.parley.internal.posix;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Whether this process can make foreign calls of the form that is known here. Safe for any thread.
public final class NativeAccess {
  private NativeAccess() {}

  /// Returns why foreign calls cannot be made in this process, as a sentence; null if they can.
  public static @Nullable String refusal() {
    String system = System.getProperty("os.name", "");
    String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    if (!system.equals("Linux") || !List.of("amd64", "x86_64", "aarch64").contains(processor)) {
      return "they are known on Linux for x86-64 and aarch64 only";
    }
    if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
      return "this machine's byte order is not theirs";
    }
    Module module = NativeAccess.class.getModule();
    if (!module.isNativeAccessEnabled()) {
      String name = module.isNamed() ? module.getName() : "ALL-UNNAMED";
      return "native access is not enabled (--enable-native-access=" + name + ")";
    }
    return null;
  }
}
