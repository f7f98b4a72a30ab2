/// TLS 1.3 and 1.2 on the JDK's engine, with certificates from PEM files that are reloaded when
/// they change. Start with [dev.parley.tls.Tls].
package dev.parley.tls;
