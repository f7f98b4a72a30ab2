/// The run: starts contenders and the generator, counts, compares, writes down.
@NullMarked
package dev.parley.bench;

import org.jspecify.annotations.NullMarked;
