/// TLS 1.3 and 1.2 by the JDK's engine, with certificates from PEM files that are read again when
/// they change. Start with [dev.parley.tls.Tls].
package dev.parley.tls;
