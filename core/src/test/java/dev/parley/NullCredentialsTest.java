package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.hmac.Hmac;
import dev.parley.hmac.HmacAlgorithm;
import dev.parley.hmac.Secret;
import dev.parley.limit.Clock;
import dev.parley.problem.Problem;
import dev.parley.reload.FileKind;
import dev.parley.reload.FileListener;
import dev.parley.reload.FileWatch;
import dev.parley.reload.Taken;
import dev.parley.sealed.KeyFiles;
import dev.parley.sealed.KeyRing;
import dev.parley.sealed.NamedKey;
import dev.parley.sealed.Sealed;
import dev.parley.secure.Aead;
import dev.parley.secure.Entropy;
import dev.parley.tls.Pin;
import dev.parley.tls.SelfSigned;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsFiles;
import dev.parley.tls.TlsVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/// Null is refused at the call that gives it, with the argument's name, and not at the first login.
@SuppressWarnings("NullAway")
class NullCredentialsTest {
  private static final NamedKey KEY = NamedKey.generate("laptop", Entropy.secure());
  private static final Secret SECRET = Secret.ofText("secret");

  private static DynamicTest refused(String argument, String call, Executable made) {
    return DynamicTest.dynamicTest(
        call + ": " + argument,
        () -> assertEquals(argument, assertThrows(NullPointerException.class, made).getMessage()));
  }

  @TestFactory
  Stream<DynamicTest> keys() {
    return Stream.of(
        refused("key", "Sealed.with", () -> Sealed.with(null)),
        refused("key", "Sealed.with", () -> Sealed.with((NamedKey) null, Aead.AESGCM, "")),
        refused("aead", "Sealed.with", () -> Sealed.with(KEY, null, "")),
        refused("serverName", "Sealed.with", () -> Sealed.with(KEY, Aead.AESGCM, null)),
        refused("ring", "Sealed.with", () -> Sealed.with((KeyRing) null, Aead.AESGCM, "")),
        refused("keys", "KeyRing.of", () -> KeyRing.of(null)),
        refused("keys", "KeyRing.replace", () -> KeyRing.of(List.of(KEY)).replace(null)),
        refused("where", "KeyFiles.open", () -> KeyFiles.open(null)),
        refused("name", "NamedKey.generate", () -> NamedKey.generate(null, Entropy.secure())),
        refused("entropy", "NamedKey.generate", () -> NamedKey.generate("laptop", null)),
        refused("name", "NamedKey.of", () -> NamedKey.of(null, new byte[32])),
        refused("key", "NamedKey.of", () -> NamedKey.of("laptop", null)),
        refused("content", "NamedKey.ofFileContent", () -> NamedKey.ofFileContent(null)));
  }

  @TestFactory
  Stream<DynamicTest> secrets() {
    return Stream.of(
        refused("digest", "Hmac.with", () -> Hmac.with(null, SECRET)),
        refused("secret", "Hmac.with", () -> Hmac.with(HmacAlgorithm.SHA256, null)),
        refused("text", "Hmac.parse", () -> Hmac.parse(null, () -> SECRET)),
        refused("secret", "Hmac.parse", () -> Hmac.parse("none", null)),
        refused("key", "Secret.of", () -> Secret.of(null)),
        refused("text", "Secret.ofText", () -> Secret.ofText(null)),
        refused("content", "Secret.ofFileContent", () -> Secret.ofFileContent(null)));
  }

  @TestFactory
  Stream<DynamicTest> tls() {
    Path file = Path.of("cert.pem");
    SelfSigned.Names names = new SelfSigned.Names(List.of("localhost"), List.of());
    return Stream.of(
        refused("certificates", "Tls.server", () -> Tls.server((List<TlsFiles>) null)),
        refused("keys", "Tls.server", () -> Tls.server((X509ExtendedKeyManager) null)),
        refused("context", "Tls.server", () -> Tls.server(null, false)),
        refused("context", "withContext", () -> Tls.client().withContext(null)),
        refused("certificate", "TlsFiles", () -> new TlsFiles(null, file)),
        refused("key", "TlsFiles", () -> new TlsFiles(file, null)),
        refused("file", "withAuthorities", () -> Tls.client().withAuthorities(null)),
        refused("pin", "withPin", () -> Tls.client().withPin(null)),
        refused("files", "withCertificate", () -> Tls.client().withCertificate(null)),
        refused("oldest", "withOldest", () -> Tls.client().withOldest(null)),
        refused("certificate", "Pin.of", () -> Pin.of(null)),
        refused("text", "Pin.parse", () -> Pin.parse(null)),
        refused("text", "TlsVersion.parse", () -> TlsVersion.parse(null)),
        refused(
            "subject",
            "SelfSigned.make",
            () -> SelfSigned.make(null, names, Instant.EPOCH, Duration.ZERO, Entropy.secure())),
        refused(
            "entropy",
            "SelfSigned.make",
            () -> SelfSigned.make("localhost", names, Instant.EPOCH, Duration.ZERO, null)));
  }

  @TestFactory
  Stream<DynamicTest> files() {
    return Stream.of(
        refused(
            "listener",
            "FileWatch.start",
            () -> FileWatch.start(List.of(), null, Clock.system()).close()),
        refused(
            "clock",
            "FileWatch.start",
            () -> FileWatch.start(List.of(), new Silent(), null).close()));
  }

  /// Ignores all.
  private static final class Silent implements FileListener {
    @Override
    public void changed(FileKind kind, Path where, Taken taken) {}

    @Override
    public void kept(FileKind kind, Path file, Problem why) {}

    @Override
    public void repaired(FileKind kind, Path file) {}

    @Override
    public void exposed(FileKind kind, Path file) {}

    @Override
    public void failed(Throwable cause) {}
  }
}
