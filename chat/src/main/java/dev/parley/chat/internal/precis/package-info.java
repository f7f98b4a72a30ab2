/// Names of people in any script (PRECIS: RFC 8264, 8265, 5892, 5893), by the Unicode version of
/// the running Java. Pure.
package dev.parley.chat.internal.precis;
