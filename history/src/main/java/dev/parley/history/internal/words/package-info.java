/// How a text becomes words that can be found. Pure: no file, clock or thread.
package dev.parley.history.internal.words;
