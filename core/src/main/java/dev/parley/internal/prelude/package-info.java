/// What a proxy says ahead of a session about the peer it speaks for: versions 1 and 2 of the PROXY
/// protocol. Pure: bytes in, addresses out. Configured by [dev.parley.session.ProxyProtocol].
///
/// Not exported.
package dev.parley.internal.prelude;
