/// Certificates and private keys: reading PEM and DER, and writing certificates.
///
/// Not exported.
package dev.parley.internal.x509;
