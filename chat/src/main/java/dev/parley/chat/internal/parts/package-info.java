/// Messages over datagrams that are too long for one, in parts: one side cuts, the other gathers.
@org.jspecify.annotations.NullMarked
package dev.parley.chat.internal.parts;
