/// What is done to a file of messages while no server runs, or beside it: checks, copies, exports.
/// Everything here blocks.
package dev.parley.history.internal.tools;
