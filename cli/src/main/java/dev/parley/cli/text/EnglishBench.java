package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts of `bench`, in English.
final class EnglishBench extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {
      {"bench.out-of-range", "{0} {1} is out of range; {2} to {3}"},
      {"bench.no-duration", "--duration must be more than zero"},
      {"bench.no-late", "--late must be more than zero"},
      {"bench.port-0", "port 0 is no port to connect to; name the one the server has"},
      {"bench.framing-of-datagrams", "--framing is for streams; a datagram is a message"},
      {
        "bench.idle-of-datagrams",
        "--idle is for streams; a server knows nothing of a silent UDP socket"
      },
      {"bench.size-of-datagram", "--size {0} is more than a datagram carries, {1} bytes"},
      {
        "bench.size-of-sealed-datagram",
        "--size {0} is more than a sealed datagram carries, {1} bytes"
      },
      {"bench.size-of-max-message", "--size {0} is more than --max-message {1}"},
      {"bench.fixed-request", "--framing {0} sends messages of {1} bytes, not --size {2}"},
      {
        "bench.size-of-framing",
        "--size {0} is more than --framing {1} carries, {2} bytes; --max-message raises " + "it"
      },
      {
        "bench.delimiter",
        "--framing {0}: messages are letters, so the delimiter needs another character"
      },
      {"bench.raw-depth", "with --framing {0} requests run together, so one at a time: --depth 1"},
      {"bench.fixed-reply", "--reply-framing {0} has answers of {1} bytes, not --size {2}"},
      {
        "bench.open-files",
        "{1} connections need {2} open files, and `ulimit -n` allows {3}; raise it, or "
            + "lower --connections"
      },
      {
        "bench.open-files-1",
        "{1} connection need {2} open files, and `ulimit -n` allows {3}; raise it, or "
            + "lower --connections"
      },
      {
        "bench.open-files-idle",
        "{0} connections need {1} open files, and `ulimit -n` allows {2}; raise it, or "
            + "lower --connections or --idle"
      },
      {"bench.wrong", "{1} answers were wrong"},
      {"bench.wrong-1", "{1} answer was wrong"},
      {"bench.no-answer", "no answer came while it was measured"},
      {
        "bench.answers-limited",
        "a Parley server answers one host over UDP {0} times a second at most, unless it "
            + "was started with --udp-answers 0"
      },
      {"bench.failed-connections", "{1} connections failed or ended early"},
      {"bench.failed-connections-1", "{1} connection failed or ended early"},
      {
        "bench.no-number",
        "datagrams of fewer than 8 bytes hold no number: answers count in the order they "
            + "come, and one after a loss is taken for the answer to an older request"
      },
      {
        "bench.behind",
        "this generator fell behind: {0} % of the requests left more than 1 ms after "
            + "they were due, one {1} ms; the latencies are worse than the server's"
      },
      {"bench.not-kept-up", "the server did not keep up: {0} of {1} answers a second"},
      {
        "bench.no-process",
        "--pid {0}: there is no such process, or the system does not tell about it"
      },
      {"bench.two-loops", "--depth is a closed loop and --rate an open one; choose one of them"},
      {"bench.ended-early", "ended before the measuring began"},
      {"bench.expect", "'{0}' is none of echo, upper, any, auto"},
      {
        "bench.first.other",
        "{0} answered with {1} bytes that are neither the request nor its upper case; "
            + "--expect any takes them"
      },
      {"bench.first.wrong", "{0} gave a wrong first answer: --expect {1} was wanted"},
      {"bench.first.checked", "answers are checked: {0}"},
      {
        "bench.first.other-protocol",
        "{0} talks {1}; bench measures servers that echo, or answer in upper case"
      },
      {"bench.first.doubted", "{0}; {1}"},
      {"bench.first.ended", "{0} ended the conversation at the first request"},
      {"bench.first.failed", "{0} ended the conversation at the first request: {1}"},
      {
        "bench.first.silent",
        "{0} did not answer the first request within {1}; does --framing fit it?"
      },
      {"bench.connecting", "connecting {0} {1} of {2}"},
      {"bench.connected", "connected {0}"},
      {"bench.warming-up", "warming up {0}"},
      {"bench.measuring", "measuring {0}"},
      {"bench.table.address", "address"},
      {"bench.table.load", "load"},
      {"bench.table.measured-time", "measured"},
      {"bench.table.messages", "messages"},
      {"bench.table.rate", "messages a second"},
      {"bench.table.wrong", "wrong"},
      {"bench.table.lost", "lost, late"},
      {"bench.table.failed-connections", "failed connections"},
      {"bench.table.behind-schedule", "behind schedule"},
      {"bench.table.latency", "latency"},
      {"bench.table.min", "min"},
      {"bench.table.mean", "mean"},
      {"bench.table.max", "max"},
      {"bench.table.server", "server CPU"},
      {"bench.table.generator", "generator CPU"},
      {"bench.table.no-latency", "none, as no answer came"},
      {"bench.table.datagrams", "datagrams"},
      {"bench.table.replies", "{0}, replies {1}"},
      {"bench.table.measured", "{0} s, after {1} of warm-up"},
      {"bench.table.measured-cold", "{0} s, after none of warm-up"},
      {"bench.table.behind", "{0} of {1} by more than 1 ms, at most {2}"},
      {"bench.table.usage", "{0} µs a message, {1} s, {2} MiB"},
      {"bench.table.closed", "{0} connections, {1} in flight each, {2} bytes, {3}"},
      {"bench.table.open", "{0} connections, {1} a second, {2} bytes, {3}"},
      {"bench.table.closed-idle", "{0} connections, {4} idle, {1} in flight each, {2} bytes, {3}"},
      {"bench.table.open-idle", "{0} connections, {4} idle, {1} a second, {2} bytes, {3}"},
      {"bench.page.language", "en"},
      {"bench.page.machine", "{0} {1} {2}, {3} processors, Java {4}"},
      {"bench.page.date", "Date"},
      {"bench.page.command", "Command"},
      {"bench.page.version", "Version"},
      {"bench.page.generator", "Generator"},
      {"bench.page.note", "Note"},
      {"bench.page.title", "Load on {0}"},
      {"bench.page.rate", "Messages a second"},
      {"bench.page.latency", "Latency over time, 99th percentile"},
      {"bench.page.percentiles", "Latency by percentile"},
      {"bench.page.figures", "Figures"},
      {"bench.page.rate-chart", "messages a second over time"},
      {"bench.page.latency-chart", "99th percentile of the latency over time"},
      {"bench.page.percentiles-chart", "latency by percentile, both on a logarithmic scale"},
    };
  }
}
