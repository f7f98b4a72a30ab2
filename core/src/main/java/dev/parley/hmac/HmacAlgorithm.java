package dev.parley.hmac;

/// The hash function of an HMAC login (RFC 2104).
public enum HmacAlgorithm {
  /// HMAC-MD5 (RFC 2202 §2), 16 bytes: the default of Python's `hmac.new(key, message)` before 3.8.
  /// Only for peers that support nothing else.
  MD5("hmac-md5", "HmacMD5", 16),

  /// HMAC-SHA-256 (RFC 4231), 32 bytes.
  SHA256("hmac-sha256", "HmacSHA256", 32);

  private final String text;
  private final String algorithm;
  private final int macLength;

  HmacAlgorithm(String text, String algorithm, int macLength) {
    this.text = text;
    this.algorithm = algorithm;
    this.macLength = macLength;
  }

  /// Returns the algorithm's name in the Java platform.
  String algorithm() {
    return algorithm;
  }

  /// Returns the length of the proof, in bytes.
  public int macLength() {
    return macLength;
  }

  /// Returns the login's text form: `hmac-md5` or `hmac-sha256`.
  @Override
  public String toString() {
    return text;
  }
}
