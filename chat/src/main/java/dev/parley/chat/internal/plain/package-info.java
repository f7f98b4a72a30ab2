/// What members without the JSON protocol are shown: lines of text.
package dev.parley.chat.internal.plain;
