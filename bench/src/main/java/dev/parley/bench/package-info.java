/// The run: starts contenders and the generator, measures, compares and reports.
@NullMarked
package dev.parley.bench;

import org.jspecify.annotations.NullMarked;
