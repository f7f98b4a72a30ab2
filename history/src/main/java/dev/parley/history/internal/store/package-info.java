/// The messages in SQLite: files, tables and statements. Everything here blocks; each object is
/// confined to one thread.
package dev.parley.history.internal.store;
