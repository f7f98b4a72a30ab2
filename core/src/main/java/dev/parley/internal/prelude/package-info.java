/// What a proxy states about its peer before a session begins: versions 1 and 2 of the PROXY
/// protocol, parsed. Pure: bytes in, addresses out. Configured by
/// [dev.parley.session.ProxyProtocol].
///
/// Not exported.
package dev.parley.internal.prelude;
