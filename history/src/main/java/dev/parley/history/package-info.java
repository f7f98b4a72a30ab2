/// The logs of chat rooms in a file: [dev.parley.history.SqliteHistory].
///
/// ```
/// caller    SqliteHistory ─▶ CallQueue (bounded)
/// writer    Writer: takes what is queued, one transaction for all ─▶ COMMIT ─▶ replies, in order
/// readers   Reader: pages; another one: searches ─▶ back to the writer, which replies
/// ```
package dev.parley.history;
