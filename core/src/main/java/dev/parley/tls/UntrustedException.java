package dev.parley.tls;

import java.security.cert.CertificateException;

/// Thrown for a certificate that is rejected, with a sentence for the user on our side.
final class UntrustedException extends CertificateException {
  private static final long serialVersionUID = 1L;

  UntrustedException(String sentence) {
    super(sentence);
  }
}
