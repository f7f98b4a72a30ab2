/// Limits and time: how much one peer may ask for, how long anything may take, and the clock that
/// says so. Pure: no socket and no thread in here; the time comes in as an argument.
package dev.parley.limit;
