package dev.parley.cli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.cli.command.Failure;
import dev.parley.cli.io.JsonLine;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import dev.parley.limit.AddressText;
import dev.parley.problem.GeneralProblem;
import dev.parley.problem.Problem;
import dev.parley.reload.FileKind;
import dev.parley.session.Address;
import dev.parley.session.CloseReason;
import dev.parley.session.Event;
import dev.parley.session.Traffic;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Formats events as JSON objects, one per line, for programs. Every object has `time` and `event`;
/// the other fields depend on the event, and their names are stable:
///
/// | `event` | fields |
/// |---|---|
/// | `listening`, `listener-closed` | `listener` |
/// | `datagram-batches` | `listener`, `used`, `why` |
/// | `limit-lowered` | `limit`, `asked`, `given`, `why` |
/// | `session-opened` | `session`, `transport`, `peer`, `principal`, `listener` |
/// | `framing-settled` | `session`, `transport`, `peer`, `principal`, `framing` |
/// | `session-closed` | `session`, `transport`, `peer`, `principal`, `reason`, `code`, `fault`, `detail`, `seconds`, `messages_in`, `bytes_in`, `messages_out`, `bytes_out` |
/// | `peer-refused` | `listener`, `peer`, `why`, `count` |
/// | `datagram-refused` | `listener`, `peer`, `bytes`, `why` |
/// | `datagrams-dropped` | `listener`, `count` |
/// | `answers-withheld` | `listener`, `peer`, `count` |
/// | `newcomers-put-off` | `listener`, `peer`, `count` |
/// | `source-address-unknown` | `listener`, `why` |
/// | `unreachable` | `session`, `transport`, `peer`, `principal`, `why`, `failures` |
/// | `server-silent` | `server` |
/// | `accept-failed` | `listener`, `error`, `back_off_seconds`, `failures` |
/// | `file-changed` | `kind`, `where`, `added`, `removed`, `count` |
/// | `file-kept` | `kind`, `file`, `why` |
/// | `file-repaired`, `file-exposed` | `kind`, `file` |
/// | `handler-failed` | `session`, `transport`, `peer`, `principal`, `error` |
/// | `defect` | `error` |
/// | `out-of-memory` | `errors`, `sessions`, `bytes` |
/// | `other` | `text`: an event that only a later version of the library has |
/// | `suppressed` | `kind`, `count`, `seconds`, and totals of those events: [LogThrottle] |
/// | `warning` | `text`, `problem` |
/// | `failed` | `text`, `problem`, `exit_code`; the last line of a command that failed |
/// | `lost` | `lines`: the number of lines dropped here because nobody read them |
///
/// Beside a sentence of the library (`why`, `detail`, `error`), `problem` is the key of its
/// problem, unless it is a text of the system. `failed` and `warning` always have it. `principal`
/// is present if the peer has proven a name. Pure: time is an argument.
public final class EventJson {
  private EventJson() {}

  /// Returns the line of `event`.
  public static String line(Event event, Instant now) {
    return JsonLine.of(json -> {
      JsonLine.time(json, now);
      write(event, json);
    });
  }

  /// Returns a line with a sentence for people.
  public static String warning(Problem said, Instant now) {
    return JsonLine.of(json -> {
      JsonLine.time(json, now);
      json.writeStringField("event", "warning");
      text(said, json);
    });
  }

  /// Returns the line that says why the command ends.
  static String failed(Failure failure, Instant now) {
    return JsonLine.of(json -> {
      JsonLine.time(json, now);
      json.writeStringField("event", "failed");
      json.writeStringField("text", failure.sentence());
      key(failure.problem(), json);
      json.writeNumberField("exit_code", failure.exitCode());
    });
  }

  /// Returns the line that replaces `lines` lost ones.
  static String lost(long lines, Instant now) {
    return JsonLine.of(json -> {
      JsonLine.time(json, now);
      json.writeStringField("event", "lost");
      json.writeNumberField("lines", lines);
    });
  }

  /// Returns the line that sums up suppressed events of one kind.
  static String suppressed(LogThrottle.Suppressed sum, Instant now) {
    return JsonLine.of(json -> {
      JsonLine.time(json, now);
      json.writeStringField("event", "suppressed");
      json.writeStringField("kind", sum.kind().toString());
      json.writeNumberField("count", sum.count());
      json.writeNumberField("seconds", sum.within().toSeconds());
      if (sum.bytes() > 0) {
        json.writeNumberField("bytes", sum.bytes());
      }
      if (!sum.reasons().isEmpty()) {
        json.writeObjectFieldStart("reasons");
        for (Map.Entry<CloseReason, Long> reason : sum.reasons().entrySet()) {
          json.writeNumberField(EventText.name(reason.getKey()), reason.getValue());
        }
        json.writeEndObject();
        traffic(sum.traffic(), json);
      }
    });
  }

  private static void traffic(Traffic traffic, JsonGenerator json) throws IOException {
    json.writeNumberField("messages_in", traffic.messagesIn());
    json.writeNumberField("bytes_in", traffic.bytesIn());
    json.writeNumberField("messages_out", traffic.messagesOut());
    json.writeNumberField("bytes_out", traffic.bytesOut());
  }

  private static void write(Event event, JsonGenerator json) throws IOException {
    switch (event) {
      case Event.Listening(Address address) -> listener("listening", address, json);
      case Event.ListenerClosed(Address address) -> listener("listener-closed", address, json);
      case Event.DatagramBatches batches -> {
        listener("datagram-batches", batches.listener(), json);
        json.writeBooleanField("used", batches.used());
        problem("why", batches, json);
      }
      case Event.LimitLowered lowered -> {
        json.writeStringField("event", "limit-lowered");
        json.writeStringField("limit", lowered.limit());
        json.writeNumberField("asked", lowered.asked());
        json.writeNumberField("given", lowered.given());
        problem("why", lowered, json);
      }
      case Event.SessionOpened opened -> {
        json.writeStringField("event", "session-opened");
        session(opened, json);
        json.writeStringField("listener", opened.listener().toString());
      }
      case Event.FramingSettled settled -> {
        json.writeStringField("event", "framing-settled");
        session(settled, json);
        json.writeStringField("framing", settled.framing().toString());
      }
      case Event.SessionClosed closed -> closed(closed, json);
      case Event.PeerRefused refused -> {
        listener("peer-refused", refused.listener(), json);
        json.writeStringField("peer", name(refused.peer()));
        problem("why", refused, json);
        json.writeNumberField("count", refused.count());
      }
      case Event.DatagramRefused refused -> {
        listener("datagram-refused", refused.listener(), json);
        json.writeStringField("peer", refused.peer());
        json.writeNumberField("bytes", refused.bytes());
        problem("why", refused, json);
      }
      case Event.DatagramsDropped(Address address, long count) -> {
        listener("datagrams-dropped", address, json);
        json.writeNumberField("count", count);
      }
      case Event.AnswersWithheld(Address address, String peer, long count) -> {
        listener("answers-withheld", address, json);
        json.writeStringField("peer", peer);
        json.writeNumberField("count", count);
      }
      case Event.NewcomersDeferred(Address address, String peer, long count) -> {
        listener("newcomers-put-off", address, json);
        json.writeStringField("peer", peer);
        json.writeNumberField("count", count);
      }
      case Event.SourceAddressUnknown unknown -> {
        listener("source-address-unknown", unknown.listener(), json);
        problem("why", unknown, json);
      }
      case Event.Unreachable unreachable -> {
        json.writeStringField("event", "unreachable");
        session(unreachable, json);
        problem("why", unreachable, json);
        json.writeNumberField("failures", unreachable.failures());
      }
      case Event.ServerSilent(Address server) -> {
        json.writeStringField("event", "server-silent");
        json.writeStringField("server", server.toString());
      }
      case Event.AcceptFailed failed -> {
        listener("accept-failed", failed.listener(), json);
        problem("error", failed, json);
        json.writeNumberField("back_off_seconds", failed.backOff().toNanos() / 1e9);
        json.writeNumberField("failures", failed.failures());
      }
      case Event.FileChanged changed -> {
        file("file-changed", changed.kind(), "where", changed.where(), json);
        names("added", changed.added(), json);
        names("removed", changed.removed(), json);
        json.writeNumberField("count", changed.count());
      }
      case Event.FileKept kept -> {
        file("file-kept", kept.kind(), "file", kept.file(), json);
        problem("why", kept, json);
      }
      case Event.FileRepaired repaired ->
          file("file-repaired", repaired.kind(), "file", repaired.file(), json);
      case Event.FileExposed exposed ->
          file("file-exposed", exposed.kind(), "file", exposed.file(), json);
      case Event.HandlerFailed failed -> {
        json.writeStringField("event", "handler-failed");
        session(failed, json);
        json.writeStringField("error", failed.cause().toString());
      }
      case Event.Defect(Throwable cause) -> {
        json.writeStringField("event", "defect");
        json.writeStringField("error", EventText.trace(cause));
      }
      case Event.OutOfMemory(int errors, long sessions, long bytes) -> {
        json.writeStringField("event", "out-of-memory");
        json.writeNumberField("errors", errors);
        json.writeNumberField("sessions", sessions);
        json.writeNumberField("bytes", bytes);
      }
      default -> {
        // An event that only a later version of the library has.
        json.writeStringField("event", "other");
        json.writeStringField("text", event.toString());
      }
    }
  }

  private static void closed(Event.SessionClosed closed, JsonGenerator json) throws IOException {
    json.writeStringField("event", "session-closed");
    session(closed, json);
    json.writeStringField("reason", EventText.name(closed.reason()));
    json.writeNumberField("code", closed.reason().code());
    json.writeStringField("fault", closed.reason().fault().name().toLowerCase(Locale.ROOT));
    problem("detail", closed, json);
    json.writeNumberField("seconds", closed.lasted().toNanos() / 1e9);
    traffic(closed.traffic(), json);
  }

  private static void session(Event.OfSession event, JsonGenerator json) throws IOException {
    json.writeNumberField("session", event.session());
    json.writeStringField("transport", event.transport().toString());
    json.writeStringField("peer", event.peer());
    String principal = event.principal();
    if (principal != null) {
      json.writeStringField("principal", principal);
    }
  }

  /// Writes the sentence of an event's problem, and its key.
  private static void problem(String field, Event.WithProblem event, JsonGenerator json)
      throws IOException {
    Problem problem = event.problem();
    json.writeStringField(field, problem == null ? "" : ProblemTexts.sentence(problem));
    problem(problem, json);
  }

  /// Writes a sentence of the command as `text`, and the key of its problem.
  public static void text(Problem said, JsonGenerator json) throws IOException {
    json.writeStringField("text", ProblemTexts.sentence(said));
    key(said, json);
  }

  /// Writes the key of a problem, as the field `problem`: the field that every failure and warning
  /// of the command has. A text of the system has the key `general.text`.
  public static void key(Problem problem, JsonGenerator json) throws IOException {
    json.writeStringField("problem", known(problem).code().key());
  }

  /// Same as [#key] for an event of the library, where the field is left out for null, and if the
  /// problem is only a text of the system.
  private static void problem(@Nullable Problem problem, JsonGenerator json) throws IOException {
    if (problem != null && known(problem).code() != GeneralProblem.TEXT) {
      key(problem, json);
    }
  }

  /// Returns the problem without the hints behind it.
  private static Problem known(Problem problem) {
    Problem known = problem;
    while (known.code() == GeneralProblem.WITH_HINT) {
      known = (Problem) known.parameters().getFirst();
    }
    return known;
  }

  private static String name(SocketAddress peer) {
    return peer instanceof InetSocketAddress internet
        ? AddressText.of(internet)
        : Texts.text("report.local-peer");
  }

  private static void names(String field, List<String> names, JsonGenerator json)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (String name : names) {
      json.writeString(name);
    }
    json.writeEndArray();
  }

  private static void file(String event, FileKind kind, String field, Path file, JsonGenerator json)
      throws IOException {
    json.writeStringField("event", event);
    json.writeStringField("kind", kind.toString());
    json.writeStringField(field, file.toString());
  }

  private static void listener(String event, Address address, JsonGenerator json)
      throws IOException {
    json.writeStringField("event", event);
    json.writeStringField("listener", address.toString());
  }
}
