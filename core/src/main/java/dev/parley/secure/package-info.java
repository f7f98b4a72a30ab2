/// Who the peer is and who may read along: securities as values, and the logins they bring as
/// [dev.parley.frame.Layer]s. Pure: bytes in, bytes out; randomness is handed in.
package dev.parley.secure;
