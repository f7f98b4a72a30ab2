/// Framings and layers without sockets, under JMH.
@NullMarked
package dev.parley.bench.codec;

import org.jspecify.annotations.NullMarked;
