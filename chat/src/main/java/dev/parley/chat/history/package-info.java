/// Where the messages of rooms are kept: [dev.parley.chat.history.History] and what it speaks of.
package dev.parley.chat.history;
