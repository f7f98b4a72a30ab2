package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts about what happened on a server, in English.
final class EnglishReport extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {
      {"report.listening", "listening on {0}"},
      {"report.not-listening", "no longer listening on {0}"},
      {"report.batches", "datagrams of {0} are read and written in batches"},
      {"report.one-by-one", "datagrams of {0} go one by one: {1}"},
      {"report.limit-lowered", "{0} lowered from {1} to {2} ({3})"},
      {"report.opened", "session {0} {1} opened {2}"},
      {
        "report.settled",
        "session {0} {1} sends no line ends: taken as {2} after half a second of silence;"
            + " --framing {2} takes such messages at once"
      },
      {"report.closed", "session {0} {1} closed {2}"},
      {"report.closed-why", "{0} ({1})"},
      {"report.closed-numbers", "{0}, after {1} s, in {2}, out {3}"},
      {"report.amount", "{0} {1}"},
      {"report.messages.one", "{0} message"},
      {"report.messages.many", "{0} messages"},
      {"report.bytes.one", "{0} byte"},
      {"report.bytes.many", "{0} bytes"},
      {"report.refused", "{0} refused {1}: {2}"},
      {"report.refused-since", "{0} ({1} since the last report)"},
      {"report.datagram-refused", "{0} refused a datagram of {1} bytes, peer {2}: {3}"},
      {
        "report.dropped.one",
        "{0} lost {1} datagram: they came faster than they were read, and the system had "
            + "no room for them"
      },
      {
        "report.dropped.many",
        "{0} lost {1} datagrams: they came faster than they were read, and the system "
            + "had no room for them"
      },
      {
        "report.withheld.one",
        "{0} did not answer {1} datagram, of {2}: that host has had as many answers as "
            + "it may have (--udp-answers)"
      },
      {
        "report.withheld.many",
        "{0} did not answer {1} datagrams, the latest of {2}: that host has had as many "
            + "answers as it may have (--udp-answers)"
      },
      {
        "report.deferred.one",
        "{0} dropped {1} datagram, of {2}: more than may come anew in a second "
            + "(--udp-newcomers); who sends again is served"
      },
      {
        "report.deferred.many",
        "{0} dropped {1} datagrams of new senders, the first of {2}: more than may come "
            + "anew in a second (--udp-newcomers); who sends again is served"
      },
      {
        "report.source-unknown",
        "warning: the system chooses which address the answers of {0} come from, so "
            + "peers that call another one may not take them ({1}); listen on one address for "
            + "each"
      },
      {"report.unreachable", "session {0} goes on, but {1} is not reached: {2}"},
      {"report.unreachable-times", "{0} ({1} times)"},
      {"report.server-silent", "{0} has said nothing yet, and the login waits for it"},
      {
        "report.accept-failed.one",
        "{0} cannot accept: {1}; failed {2} time, tries again every {3} and more"
      },
      {
        "report.accept-failed.many",
        "{0} cannot accept: {1}; failed {2} times, tries again every {3} and more"
      },
      {"report.handler-failed", "session {0} ended, the service failed: {1}"},
      {"report.defect", "a defect of Parley was survived, please report it: {0}"},
      {
        "report.out-of-memory",
        "the memory was full (errors: {0}) and is no longer; sessions that had to leave: "
            + "{1}, with {2}; allow fewer sessions or give Java more memory (-Xmx)"
      },
      {"report.last-shown", "{0} (more of this kind are counted, not shown, for a minute)"},
      {"report.local-peer", "a peer on this machine"},
      {"report.lines-lost", "{0} lines are missing here, stderr took no more"},
      {"report.warning", "warning: {0}"},
      {"report.more.peers-refused", "{0} more peers were refused within {1}"},
      {"report.more.datagrams-refused", "{0} more datagrams were refused within {1}"},
      {"report.more.logins-failed", "{0} more logins failed within {1}"},
      {
        "report.more.protocol-broken",
        "{0} more sessions ended because the peer broke the protocol within {1}"
      },
      {"report.more.limits-reached", "{0} more sessions ended by a limit within {1}"},
      {"report.more.udp-peers-opened", "{0} more UDP peers came within {1}"},
      {"report.more.udp-peers-closed", "{0} more UDP peers left within {1}"},
      {"report.more.sessions-opened", "{0} more sessions opened within {1}"},
      {"report.more.sessions-closed", "{0} more sessions closed within {1}"},
      {"report.more.framings-settled", "{0} more sessions were taken as raw within {1}"},
      {"report.more.handler-failed", "{0} more failures of the service within {1}"},
      {"report.more.defects", "{0} more defects within {1}"},
    };
  }
}
