/// Certificates and private keys: parsing PEM and DER, and encoding certificates.
///
/// Not exported.
package dev.parley.internal.x509;
