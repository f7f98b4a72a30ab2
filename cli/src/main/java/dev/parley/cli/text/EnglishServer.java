package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// What a chat server says to people, in English: see [Translation]. Servers of other versions may
/// say more.
final class EnglishServer extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {
      {"server.malformed-json", "a message has to be a JSON object"},
      {"server.busy", "the server is busy; try again"},
      {
        "server.disk-failed",
        "the disk of the server has failed, so this was not stored; try again later"
      },
      {
        "server.disk-full",
        "the disk of the server is full, so this was not stored; try again later"
      },
      {"server.slow", "this room is slow; you can speak again in {0} s"},
      {"server.next-name", "you can take another name in {0} s"},
      {"server.id-reused", "this id was used for another message"},
      {"server.not-kept", "nothing of this room is kept that could be read"},
      {"server.room-full", "a room has at most {0} members (maxMembersPerRoom)"},
      {"server.text-too-large", "a text has at most {0} characters (maxText) and {1} bytes"},
      {"server.topic-too-large", "a topic has at most {0} characters and {1} bytes"},
      {"server.too-many-rooms", "there are at most {0} rooms (maxRooms)"},
      {"server.too-many-searches", "there are at most {0} searches at a time (maxSearches)"},
      {
        "server.more-talks",
        "talks of two with something to read for which there is no place: {0}; leave others and connect again to be shown them (maxRoomsPerMember)"
      },
      {"server.in-too-many-rooms", "you are in at most {0} rooms (maxRoomsPerMember)"},
      {
        "server.too-many-connections",
        "a member has at most {0} connections (maxConnectionsPerMember)"
      },
      {"server.name-taken", "this name belongs to somebody else"},
      {
        "server.name-kept",
        "this name is kept for somebody whose connection was lost, for {0} s after that"
      },
      {"server.above", "this member was made an operator where the server runs"},
      {"server.no-login", "only a member with a login can be an operator"},
      {"server.gone", "{0} is gone; join {1} again if somebody else has this name"},
      {"server.no-room", "you are in no room; /join #room enters one"},
      {"server.nobody-is-in", "nobody is in {0}"},
      {"server.name-not-banned", "this name is not banned"},
      {"server.name-banned", "this name is banned"},
      {"server.muted", "you may not speak here at the moment"},
      {"server.shutdown", "the server shuts down"},
      {"server.flood", "you have sent more than {0} requests at once"},
      {"server.backlog", "you have sent more than {0} bytes beyond your rate"},
      {"server.login-name-taken", "the name of this login belongs to another login"},
      {"server.login-name-invalid", "the name of this login is no name of a member"},
      {"server.empty", "the text is empty"},
      {"server.not-yours", "this message is not yours"},
      {"server.no-member", "there is no member of this name"},
      {"server.no-other-member", "there is no other member of this name"},
      {"server.you", "this is you"},
      {"server.was-deleted", "this message was deleted"},
      {"server.no-message", "there is no such message"},
      {"server.not-member", "you are not in this room"},
      {"server.elsewhere", "you have connected elsewhere"},
      {"server.not-operator", "only operators may do this"},
      {"server.name-of-login", "your name is that of your login"},
      {"server.not-here", "this member is not here"},
      {"server.nothing-said", "you have said nothing here lately"},
      {"server.silent", "nothing was heard of you for too long"},
      {"server.too-slow", "you read too slowly; come back and get what you have missed"},
      {"server.banned", "you are banned"},
      {"server.banned-because", "you are banned: {0}"},
      {
        "server.no-command",
        "there is no command {0}; /help lists them, // says a text that begins with a slash"
      },
      {"server.usage", "it is used as {0}"},
      {"server.number", "{0} has to be a whole number from {1} to {2}"},
      {"server.time", "a time is written as 14:30, 2026-11-21 or 2026-11-21 14:30"},
      {"server.name-empty", "a name has at least one character"},
      {"server.name-too-long", "a name has at most {0} characters"},
      {"server.name-forbidden", "a name cannot have the character {0} ({1})"},
      {"server.name-blank", "a name has no blanks"},
      {"server.name-misplaced", "a name cannot have the character {0} ({1}) at this place"},
      {"server.name-first", "a name cannot begin with {0}"},
      {"server.name-no-letter", "a name has at least one letter or digit"},
      {"server.name-mixed", "a name cannot mix letters of these alphabets, which look alike"},
      {
        "server.name-direction",
        "a name cannot mix these right-to-left and left-to-right characters"
      },
      {"server.name-no-room", "a room begins with #, as #lobby; a talk of two with @, as @ada"},
      {"server.topic", "{0} topic: {1}"},
      {"server.no-topic", "{0} has no topic"},
      {"server.who", "{0}: {1}; {2} here"},
      {"server.count", "{0}: {1} here"},
      {"server.nobody-in", "nobody in {0}"},
      {"server.ignores-nobody", "you ignore nobody"},
      {"server.listens", "you listen to {0} again"},
      {"server.ignores", "you ignore {0}"},
      {"server.may-speak", "{0} may speak again"},
      {"server.may-not-speak", "{0} may not speak here"},
      {"server.may-not-speak-for", "{0} may not speak here for {1} minutes"},
      {"server.may-not-speak-for-1", "{0} may not speak here for 1 minute"},
      {"server.you-may-speak", "you may speak in {0} again"},
      {"server.you-may-not-speak", "you may not speak in {0}"},
      {"server.you-may-not-speak-for", "you may not speak in {0} for {1} minutes"},
      {"server.you-may-not-speak-for-1", "you may not speak in {0} for 1 minute"},
      {"server.you-are-operator", "you are an operator now"},
      {"server.you-are-no-operator", "you are no operator any more"},
      {"server.removed", "{0} is removed"},
      {"server.is-banned", "{0} is banned"},
      {"server.is-banned-for", "{0} is banned for {1} minutes"},
      {"server.is-banned-for-1", "{0} is banned for 1 minute"},
      {"server.is-not-banned", "{0} is not banned any more"},
      {"server.is-operator", "{0} is an operator"},
      {"server.is-no-operator", "{0} is no operator any more"},
      {"server.is-slow", "{0}: each member may speak once in {1} s"},
      {"server.is-not-slow", "{0} is not slow any more"},
      {
        "server.holds-full",
        "the disk is full: this holds only until the server ends, unless it can be stored before"
      },
      {
        "server.holds-failed",
        "the disk has not taken this: this holds only until the server ends, unless it can be stored before"
      },
      {"server.help-name", "{0} - gives you another name, where no login has proven yours"},
      {"server.help-join", "{0} - enters a room; the first one there makes it"},
      {"server.help-leave", "{0} - leaves this room, or another one"},
      {"server.help-rooms", "{0} - lists the rooms"},
      {"server.help-who", "{0} - lists who is in this room, or in another one"},
      {"server.help-msg", "{0} - says something to one member alone"},
      {"server.help-me", "{0} - says what you do: /me waves"},
      {"server.help-topic", "{0} - shows, sets or removes the topic of this room"},
      {
        "server.help-history",
        "{0} - shows earlier messages: /history 20, /history before 14:30, /history before 2026-11-21 14:30"
      },
      {"server.help-search", "{0} - searches the rooms that you are in"},
      {"server.help-edit", "{0} - changes your last message, or that with a number: /edit 12: hi"},
      {"server.help-delete", "{0} - deletes your last message, or that with a number"},
      {
        "server.help-ignore",
        "{0} - hides what a member says from you; alone it lists whom you ignore"
      },
      {"server.help-mute", "{0} - keeps a member from speaking in this room"},
      {"server.help-kick", "{0} - removes a member from this room; the member may return"},
      {
        "server.help-ban",
        "{0} - closes the connections of a member and keeps it out, for some minutes or for good"
      },
      {"server.help-unban", "{0} - ends a ban"},
      {"server.help-slow", "{0} - lets each member speak once in so many seconds here; 0 ends it"},
      {"server.help-op", "{0} - makes a member with a login an operator, or ends it"},
      {"server.help-help", "{0} - lists the commands, or explains one"},
      {"server.help-quit", "{0} - leaves the server"},
      {"server.help-text", "//TEXT - says a text that begins with a slash"},
      {"server.who-may-everybody", "who may use it: everybody"},
      {"server.who-may-author", "who may use it: the author of the message"},
      {
        "server.who-may-author-or-operator",
        "who may use it: the author of the message, and operators"
      },
      {"server.who-may-operator", "who may use it: operators"},
      {"server.who-may", "who may use it: {0}"},
    };
  }
}
