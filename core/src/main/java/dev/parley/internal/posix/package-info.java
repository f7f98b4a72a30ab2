/// System calls that the JDK does not make, by the foreign-function interface, and errors of the
/// system: batches of datagrams, socket options, descriptors, attributes of files.
///
/// Each foreign function is a [dev.parley.internal.posix.SystemCall]; numbers and layouts are those
/// of Linux for x86-64 and aarch64. Everything here is optional:
/// [dev.parley.internal.posix.NativeAccess] says whether this process may use it, and callers go on
/// without.
///
/// Not exported.
package dev.parley.internal.posix;
