package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts of `history`, in English.
final class EnglishHistory extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {
      {
        "history.no-time",
        "'{0}' is no time; write one like 14:30, 2026-11-21, '2026-11-21 14:30' or 2026-11-21T14:30:00Z"
      },
      {"history.no-words", "there is nothing to search for"},
      {"history.limit", "--limit {0} is out of range; 1 to {1}"},
      {"history.no-room", "there is no room {0} in {1}; parley history rooms lists them"},
      {"history.nothing-found", "nothing was found"},
      {"history.more-found", "these are the last {0}; --limit shows more, --before earlier ones"},
      {"history.room", "{0}: messages {1} to {2}"},
      {"history.room-empty", "{0}: no messages"},
      {"history.exported", "messages exported: {0}"},
      {"history.imported", "messages imported into {1}: {0}"},
      {
        "history.backed-up",
        "all of {0} is in {1} now, and so are the server's secrets: keep it to yourself"
      },
      {"history.cannot-use", "{0} cannot be used: {1}"},
      {"history.cannot-import", "cannot import {0}: {1}"},
      {"history.stdin", "the input"},
      {"history.sound", "{0} is sound"},
      {"history.damaged", "{0} is damaged: {1}"},
      {
        "history.can-be-saved",
        "parley history verify --data {0} --salvage NEWFOLDER saves what can be read"
      },
      {"history.salvaged", "messages saved in {2}: {0}; lost: {1}"},
      {"history.nothing-to-save", "nothing in {0} can be read"},
      {"history.purge-what", "purge takes one of --id ID, --member NAME and --room ROOM"},
      {"history.no-member", "'{0}' is no name of a member: {1}"},
      {"history.purge-id", "remove the message with the id {0} from {1} for good? (y, n) "},
      {"history.purge-member", "remove all that {0} has said from {1} for good? (y, n) "},
      {
        "history.purge-room",
        "remove the room {0} with all that was said there from {1} for good? (y, n) "
      },
      {
        "history.room-purged",
        "the room {0} is removed for good, and with it messages: {1}; backups and exports keep what they have"
      },
      {"history.nobody-to-ask", "there is nobody to ask here; --yes removes without a question"},
      {
        "history.purge-in-use",
        "{0} is in use by a running server, which would go on showing what it has in memory: stop it, purge, "
            + "and start it again; meanwhile /delete, typed in a room by an operator, takes a message away at once"
      },
      {"history.kept", "nothing was removed"},
      {"history.purged", "messages removed for good: {0}; backups and exports keep what they have"},
      {"history.nothing-to-purge", "nothing of that kind was found in {0}"},
      {"history.progress-messages", "messages: {0}"},
      {"history.progress-rooms", "rooms checked: {0}"},
      {"history.progress-rows", "rows tried: {0}"},
      {"history.progress-pages", "reading {0} ..."},
      {"history.progress-copy", "copying {0} ..."},
    };
  }
}
