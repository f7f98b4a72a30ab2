/// Limits on what a peer may use, timeouts, and the clock that measures them.
///
/// [dev.parley.limit.Limits], [dev.parley.limit.Timeouts], [dev.parley.limit.SourceLimits] and
/// [dev.parley.limit.DatagramLimits] are the settings of a server; the other types enforce them.
/// Pure: no sockets and no threads; the time is an argument.
package dev.parley.limit;
