package dev.parley.problem;

/// Problems of certificates and their keys: of files that hold them, and of those that peers
/// present.
public enum CertificateProblem implements ProblemCode {
  // What is wrong with the content of a file: after the name of the file.
  EMPTY("is empty"),
  UTF_16("is written in UTF-16; write it in ASCII or UTF-8"),
  JAVA_KEY_STORE(
      "is a key store of Java's; keytool and openssl pkcs12 write what it holds in PEM form"),
  PKCS12("is a PKCS#12 file; openssl pkcs12 -in FILE -nodes -out NEW.pem writes it in PEM form"),
  DER_KEY(
      "is a key in DER form (binary); openssl pkey -inform DER -in FILE -out NEW.pem writes it in PEM form"),
  DER_CERTIFICATE(
      "is in DER form (binary); openssl x509 -inform DER -in FILE -out NEW.pem writes a certificate in PEM form"),
  TOO_LARGE("has more than {0} bytes"),
  BLOCK_IN_BLOCK("begins a block inside another, at line {0}"),
  END_WITHOUT_BEGIN("ends a block that never began, at line {0}"),
  OTHER_END("ends a block as another kind than it began, at line {0}"),
  TOO_MANY_BLOCKS("has more than {0} blocks"),
  CUT("is cut short: a block has no end"),
  NOT_BASE64("is no base64 above line {0}"),
  KEY_INSTEAD("holds a private key and no certificate; perhaps the two files are mixed up"),
  REQUEST("holds a request for a certificate, which an authority has still to sign"),
  TRUSTED_FORM(
      "holds a certificate in a form of openssl's own; openssl x509 -in FILE -out NEW.pem writes it in the common one"),
  PKCS7(
      "holds certificates as PKCS#7; openssl pkcs7 -print_certs -in FILE -out NEW.pem writes them one by one"),
  NO_CERTIFICATE("holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)"),
  UNREADABLE("holds a certificate that cannot be read"),
  CHAIN_TOO_LONG("holds {0} certificates, more than the {1} of a chain"),
  NO_CHAIN(
      "is no chain: certificate {0} is signed by {1}, and certificate {2} is of {3}; its own comes first, then that of its issuer"),
  CERTIFICATE_INSTEAD("holds a certificate and no private key; perhaps the two files are mixed up"),
  OPENSSH_KEY(
      "holds a key in the form of OpenSSH; ssh-keygen -p -m PKCS8 -f COPY writes a copy of it in the form that is needed"),
  PUBLIC_KEY("holds a public key and not the private one"),
  NO_KEY("holds no private key in PEM form (-----BEGIN PRIVATE KEY-----)"),
  KEY_KIND(
      "holds a private key of the kind {0}, with which this Java runtime does not talk TLS; RSA, EC on P-256, P-384 or P-521 and Ed25519 are good"),
  PASSPHRASE(
      "holds a key that needs a passphrase, which nobody is there to type when a server starts; write it without one: openssl pkey -in FILE -out PLAIN.pem, readable by its user alone"),
  NO_CURVE(
      "holds an EC key that does not name its curve; openssl pkey -in FILE -out NEW.pem writes it in today's form"),
  DAMAGED_KEY("holds a private key ({0}) that is damaged"),
  NOT_A_KEY("holds a block that says it is a private key and is none"),
  CERTIFICATE_KIND(
      "holds a certificate for a key of the kind {0}, with which this Java runtime does not talk TLS; RSA, EC on P-256, P-384 or P-521 and Ed25519 are good"),
  WEAK_CERTIFICATE("holds a certificate for a key that is too weak: {0}"),
  OTHER_KEY("is not the one of the certificate in {0} ({1})"),
  OTHER_KIND_OF_KEY("({0}, where {1} is wanted) is not the one of the certificate in {2} ({3})"),

  // The file, and what is wrong with it.
  IT("it {0}"),
  CERTIFICATE_FILE("the certificate file {0} {1}"),
  KEY_FILE("the key file {0} {1}"),
  AUTHORITIES_FILE("the file of authorities {0} {1}"),
  CANNOT_READ_CERTIFICATE("cannot read the certificate file {0}: {1}"),
  CANNOT_READ_KEY("cannot read the key file {0}: {1}"),
  CANNOT_READ_AUTHORITIES("cannot read the file of authorities {0}: {1}"),
  NO_FILES("TLS needs a certificate and its key"),
  NO_HOST("a certificate is for one host at least"),

  // Why a key is too weak: a part of other sentences.
  FEW_BITS("{0}, where {1} are the least"),
  SMALL_CURVE("{0}, where {1} bits are the least"),
  DSA("DSA, which is out of use"),
  CURVE("EC on the curve {0}"),
  KEY_OF_BITS("{0} of {1} bits"),

  // Names: parts of other sentences.
  NO_NAME("no name at all"),
  NOBODY("nobody"),
  AND_MORE("{0} and {1} more"),

  // Whose certificate it is: a part of other sentences.
  OF_SERVER("the server's certificate"),
  OF_CLIENT("the client's certificate"),
  ABOVE_SERVER("a certificate that the server's rests on, of {0},"),
  ABOVE_CLIENT("a certificate that the client's rests on, of {0},"),

  // What is wrong with a certificate that a peer presents.
  EXPIRED("{0} has expired: it was good until {1}, if this machine's clock is right"),
  NOT_YET_VALID("{0} is not valid yet: it will be from {1} on, if this machine's clock is right"),
  WEAK_KEY("{0} has a key that is too weak: {1}"),
  WEAK_SIGNATURE("{0} has a signature that can be forged: {1}"),
  NOT_SIGNED_BY(
      "{0} is not signed by the key of {1}: there is another authority of this name, or the certificate was changed"),
  WEAK_FOR_JAVA(
      "{0} is signed with an algorithm or a key that this Java runtime finds too weak: {1}, {2}"),
  NO_AUTHORITY(
      "{0} may not sign others: it is not the certificate of an authority (basic constraints)"),
  PATH_TOO_LONG("{0} has more authorities below it than it allows (path length)"),
  SIGNS_NO_CERTIFICATES(
      "{0} may not sign others: its key usage does not name the signing of certificates"),
  NAME_CONSTRAINED("{0} has a name that an authority above it may not sign (name constraints)"),
  UNKNOWN_EXTENSION("{0} has a critical extension that this Java runtime does not know"),
  UNREADABLE_USAGE("{0} has an extended key usage that cannot be read"),
  NOT_FOR_SERVERS(
      "{0} may not be used by a server: its extended key usage does not name the authentication of servers"),
  NOT_FOR_CLIENTS(
      "{0} may not be used by a client: its extended key usage does not name the authentication of clients"),
  NOT_FOR_TLS("{0} may not be used for TLS: its key usage does not name digital signatures"),
  REFUSED_BY_JAVA("{0} (of {1}) is not accepted by this Java runtime: {2}"),

  // What is wrong with a server's certificate.
  UNKNOWN_AUTHORITY(
      "the server's certificate (of {0}, signed by {1}) is not signed by anybody who is trusted here; if it is the right server, give the CA that signed it or its pin, which is {2}"),
  SELF_SIGNED(
      "the server's certificate (of {0}, signed by itself) is not signed by anybody who is trusted here; if it is the right server, give the CA that signed it or its pin, which is {1}"),
  NO_ALTERNATIVE_NAME(
      "the server's certificate has no subject alternative name, and the common name of its subject ({0}) does not count (RFC 9525); have it issued for {1}, or give its pin"),
  OTHER_NAMES(
      "the server's certificate is for {0}, not for {1}; call it by one of its names, or give its pin"),
  OTHER_PIN(
      "the server has another key than the pinned one: its pin is {0}, wanted was {1}; either its key was changed, which its operator will know, or it is not the server"),
  WEAK_PINNED_KEY("the server has the pinned key, and that is too weak: {0}"),
  SERVERS_UNKNOWN("servers are not known by their clients' authorities"),

  // What is wrong with a client's certificate.
  UNKNOWN_CLIENT_AUTHORITY(
      "the client's certificate (of {0}, signed by {1}) is not signed by an authority that clients may come from here"),
  SELF_SIGNED_CLIENT(
      "the client's certificate (of {0}, signed by itself) is not signed by an authority that clients may come from here"),
  NO_CLIENT_AUTHORITIES(
      "the client's certificate (of {0}) is not accepted: the file of the authorities that clients may come from is missing or empty"),
  CLIENTS_UNKNOWN("clients are not known by their keys"),
  UNREADABLE_SUBJECT("the subject of the client's certificate cannot be read"),
  NO_SUBJECT("the client's certificate has no subject, so it does not say who the client is"),
  SUBJECT_TOO_LONG(
      "the subject of the client's certificate has {0} characters, more than the {1} that a name may have"),
  WITHOUT_ENGINE("asked without an engine"),

  // Warnings.
  OWN_WITHOUT_NAME(
      "the certificate of {0} has no subject alternative name; clients that call it by a name will refuse it"),
  OWN_EXPIRED("the certificate of {0} has expired, at {1}; clients will refuse it"),
  OWN_NOT_YET_VALID(
      "the certificate of {0} is not valid before {1}; clients will refuse it until then");

  private final String pattern;

  CertificateProblem(String pattern) {
    this.pattern = pattern;
  }

  @Override
  public String area() {
    return "certificate";
  }

  @Override
  public String pattern() {
    return pattern;
  }
}
