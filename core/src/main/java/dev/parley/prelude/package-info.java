/// What is said in front of a session, before it is known whose it is: the PROXY protocol. Pure:
/// bytes in, addresses out. Not exported: start at `dev.parley.ProxyProtocol`.
package dev.parley.prelude;
