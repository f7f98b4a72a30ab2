/// The sentences of the command, in English and in Chinese.
///
/// Start with [dev.parley.cli.text.Texts]. Each area of the command has two bundles with the same
/// keys, `English…` and `Chinese…`. They are compiled, because reading properties files costs each
/// start some 15 ms.
@NullMarked
package dev.parley.cli.text;

import org.jspecify.annotations.NullMarked;
