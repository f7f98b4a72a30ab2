package dev.parley.tls;

import dev.parley.internal.x509.Pem;
import dev.parley.problem.Problem;
import dev.parley.reload.FileKind;
import dev.parley.reload.FileNews;
import dev.parley.reload.Followed;
import dev.parley.reload.Taken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A server's own certificates and their keys, from files. For each pair of files the last valid
/// pair stays in use, since both files cannot be replaced at the same moment. Safe for any thread.
final class OwnCertificates implements Followed {
  private final List<TlsFiles> files;
  private final Runnable onChange;
  private volatile List<TlsIdentity> identities;

  /// Reads the files.
  ///
  /// @param onChange runs after the certificates have changed, on the thread that has read them
  /// @throws IOException if a file cannot be read
  /// @throws IllegalArgumentException if the content of one is invalid
  OwnCertificates(List<TlsFiles> files, Runnable onChange) throws IOException {
    this.files = List.copyOf(files);
    this.onChange = onChange;
    List<TlsIdentity> all = new ArrayList<>();
    for (TlsFiles pair : files) {
      all.add(TlsIdentity.read(pair));
    }
    this.identities = List.copyOf(all);
  }

  List<TlsFiles> pairs() {
    return files;
  }

  List<TlsIdentity> identities() {
    return identities;
  }

  @Override
  public FileKind kind() {
    return FileKind.CERTIFICATES;
  }

  @Override
  public Path where() {
    return files.getFirst().certificate();
  }

  @Override
  public Collection<Path> files() {
    Set<Path> all = new LinkedHashSet<>();
    for (TlsFiles pair : files) {
      all.add(pair.certificate());
      all.add(pair.key());
    }
    return all;
  }

  @Override
  public int maxBytes() {
    return Pem.MAX_FILE_BYTES;
  }

  @Override
  public boolean isSecret(Path file) {
    return files.stream().anyMatch(pair -> pair.key().equals(file));
  }

  /// Reads all pairs again, whichever file has changed: any pair that fits together is usable.
  @Override
  public Taken take(Map<Path, FileNews> news) {
    List<TlsIdentity> before = identities;
    List<TlsIdentity> after = new ArrayList<>();
    Map<Path, Problem> faults = new LinkedHashMap<>();
    for (int i = 0; i < files.size(); i++) {
      TlsFiles pair = files.get(i);
      try {
        after.add(TlsIdentity.read(pair));
      } catch (IOException | IllegalArgumentException e) {
        after.add(before.get(i));
        faults.put(pair.certificate(), Problem.of(e));
      }
    }
    if (!after.equals(before)) {
      identities = List.copyOf(after);
      onChange.run();
    }
    return new Taken(
        CertificateLabels.without(after, before, CertificateLabels::ofOwn),
        CertificateLabels.without(before, after, CertificateLabels::ofOwn),
        after.size(),
        faults);
  }
}
