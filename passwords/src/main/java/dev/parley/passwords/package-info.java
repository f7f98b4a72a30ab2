/// Logins of people: what a password turns into on a server, who is known there, and both sides of
/// SCRAM as [dev.parley.frame.Layer]s. Pure: bytes in, bytes out; randomness is handed in.
package dev.parley.passwords;
