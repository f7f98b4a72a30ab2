package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts of chat rooms in `connect`, in English.
final class EnglishChat extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {
      {"chat.bell-without-chat", "--bell is for chat rooms; add --name NAME or --room ROOM"},
      {
        "chat.option-of-talk",
        "{0} is not for chat rooms; leave out --name and --room to talk without them"
      },
      {
        "chat.framing-without-messages",
        "chat rooms need messages, and {0} has none; choose a framing such as line or length:4be"
      },
      {"chat.name-unusable", "{0} {1}: {2}"},
      {"chat.terminal-unusable", "the terminal cannot be used: {0}"},
      {"chat.terminal-unreadable", "the terminal cannot be read any more: {0}"},
      {"chat.output-failed", "cannot write the output: {0}"},
      {"chat.hello-by-itself", "this client says hello by itself"},
      {"chat.input-failed", "cannot read the input: {0}"},
      {"chat.input-line", "line {0} of the input was not said: {1}"},
      {"chat.line-too-long", "line {0} of the input is longer than {1} bytes; not said"},
      {"chat.line-refused", "a line of the input cannot be said"},
      {"chat.lines-unsaid", "not all of the input was said"},
      {"chat.gone", "the server did not come back, and not all of the input was said: {0}"},
      {"chat.unsaid", "{0} messages were not acknowledged and may not have been said"},
      {"chat.unsaid-1", "{0} message was not acknowledged and may not have been said"},
      {"chat.not-said", "{0} messages were not said"},
      {"chat.not-said-1", "{0} message was not said"},
      {"chat.offline-going-on", "no connection: {0}; trying again"},
      {"chat.connecting", "connecting"},
      {"chat.online", "you are {0}; /help lists the commands, Ctrl-D leaves"},
      {"chat.online-again", "connected again"},
      {"chat.offline", "offline, next try in {1} s (Enter tries now): {0}"},
      {"chat.offline-trying", "offline, trying now: {0}"},
      {"chat.not-connected", "there is no connection; try again when there is one"},
      {"chat.members", "{0} here"},
      {"chat.left", "you have left {0}"},
      {"chat.removed", "{1} has removed you from {0}"},
      {"chat.removed-because", "{1} has removed you from {0}: {2}"},
      {"chat.nowhere", "in no room"},
      {"chat.skipped", "not shown: {0} earlier lines; /history shows them"},
      {"chat.skipped-1", "not shown: {0} earlier line; /history shows it"},
      {"chat.new", "new"},
      {
        "chat.talk-anew",
        "the talk with {0} has begun anew, perhaps with somebody else who is called so now: what was shown before is of the old one"
      },
      {"chat.log-anew", "the log of {0} was made anew: what was shown before is of the old one"},
      {"chat.not-recovered", "messages {1} to {2} of {0} were missed and cannot be had any more"},
      {"chat.came", "{0} came"},
      {"chat.went", "{0} went"},
      {"chat.renamed", "{0} is now {1}"},
      {"chat.renamed-yourself", "you are now {1}"},
      {"chat.failed", "failed: {0}: \"{1}\" (/retry or /drop)"},
      {"chat.more-own", "{0} more are waiting"},
      {"chat.more-own-1", "{0} more is waiting"},
      {"chat.deleted", "(deleted)"},
      {"chat.edited", "{0} changed [{1}]: {2}"},
      {"chat.edited-known", "{0} changed \"{1}\": {2}"},
      {"chat.edited-deleted", "{0} changed [{1}], which was deleted later"},
      {"chat.typing", "{0} are typing …"},
      {"chat.typing-1", "{0} is typing …"},
      {"chat.was-edited", "(edited)"},
      {"chat.deletion", "{0} deleted [{1}]"},
      {"chat.deletion-known", "{0} deleted what {1} said at {2}"},
      {"chat.topic-set", "{0} set the topic: {1}"},
      {"chat.topic-removed", "{0} removed the topic"},
      {"chat.no-messages", "there are no such messages in {0}"},
      {"chat.earlier", "there are earlier ones: /history before {0}"},
      {"chat.nothing-found", "nothing was found"},
      {"chat.more-found", "there are more; search for more words"},
      {"chat.paste", "say these {0} lines as {0} messages? y/n"},
      {"chat.paste-dropped", "not said; the arrow keys bring the lines back"},
      {"chat.no-room", "you are in no room; /join #room"},
      {"chat.nothing-said", "{0} needs something to say"},
      {"chat.nothing-unread", "nothing new elsewhere"},
      {"chat.nothing-failed", "no message has failed"},
      {
        "chat.help",
        """
        in this client:
        /join ROOM - goes to a room, and enters it if need be; alone it lists yours
        /next - goes to a room in which something new has come
        /retry, /drop - sends a message that has failed again, or takes it away
        Tab - completes names, #rooms and /commands
        Enter - on an empty line while offline: connects now
        Ctrl-C - drops what is typed; leaves on an empty line
        Ctrl-D, /quit - leaves when all is said
        Up, Down, Ctrl-R - bring back what was typed before, or search it
        a paste of several lines asks before it says them
        earlier lines: scroll the terminal (often Shift-PageUp), or /history
        --bell, when parley connect is started, rings when you are mentioned\
        """
      },
    };
  }
}
