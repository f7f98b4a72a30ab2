/// The contenders that are Java programs, each with a `main` and a process of its own.
@NullMarked
package dev.parley.bench.peer;

import org.jspecify.annotations.NullMarked;
