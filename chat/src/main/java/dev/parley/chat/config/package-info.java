/// What a program can say about a chat server: [dev.parley.chat.config.ChatSettings], its limits,
/// and [dev.parley.chat.config.ChatHooks] that decide about members and messages.
package dev.parley.chat.config;
