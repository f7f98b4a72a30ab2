package dev.parley.tls;

import java.security.cert.CertificateException;

/// A certificate that is not accepted, with a sentence for the user of our side.
final class UntrustedException extends CertificateException {
  private static final long serialVersionUID = 1L;

  UntrustedException(String sentence) {
    super(sentence);
  }
}
