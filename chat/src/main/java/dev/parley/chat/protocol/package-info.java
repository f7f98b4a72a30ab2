/// The messages of the chat protocol: a client sends [dev.parley.chat.protocol.Request]s, a server
/// [dev.parley.chat.protocol.Notice]s, each a JSON object ([dev.parley.chat.protocol.ChatJson]).
package dev.parley.chat.protocol;
