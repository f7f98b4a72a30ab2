package dev.parley.bench.attack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;

/// The TLS contexts of honest clients, one for each certificate. Safe for any thread.
final class Contexts {
  private static final Map<Path, SSLContext> MADE = new ConcurrentHashMap<>();

  private Contexts() {}

  static SSLContext of(Target target) throws IOException {
    SSLContext made = MADE.get(target.credentials());
    if (made == null) {
      made = TlsEngines.trusting(target.credentials());
      MADE.put(target.credentials(), made);
    }
    return made;
  }
}
