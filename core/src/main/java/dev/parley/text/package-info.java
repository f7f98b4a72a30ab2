/// Text that came from a peer, made safe for a terminal, a log or a page:
/// [dev.parley.text.Printable].
package dev.parley.text;
