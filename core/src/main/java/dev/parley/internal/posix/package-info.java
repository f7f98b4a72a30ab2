/// System calls that the JDK does not make, by the foreign-function interface: batches of
/// datagrams, socket options, descriptors, attributes of files; and the system's errors.
///
/// Each foreign function is a [dev.parley.internal.posix.SystemCall]; numbers and layouts are those
/// of Linux for x86-64 and aarch64. Everything here is optional:
/// [dev.parley.internal.posix.NativeAccess] says whether this process may use it; if not, callers
/// do without.
///
/// Not exported.
package dev.parley.internal.posix;
