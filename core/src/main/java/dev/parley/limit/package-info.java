/// How much one peer may ask for, how long anything may take, and the clock that measures it.
///
/// [dev.parley.limit.Limits], [dev.parley.limit.Timeouts], [dev.parley.limit.SourceLimits] and
/// [dev.parley.limit.DatagramLimits] are the settings of a server; the other types count against
/// them. Pure: no sockets and no threads; the time is an argument.
package dev.parley.limit;
