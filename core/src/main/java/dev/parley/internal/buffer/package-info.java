/// Byte buffers that logins and encrypted layers share. Pure.
///
/// Not exported.
package dev.parley.internal.buffer;
