package dev.parley.internal.engine;

import dev.parley.frame.Encoder;
import dev.parley.frame.Message;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Several messages for many sessions, in order, encoded once for each of their encoders: see
/// [SharedFrames]. Most sessions get all that are for everybody; for those that are named in a
/// message it is looked up what they get. Safe for any thread; does not change.
public final class SharedMessages {
  private final List<Addressed> messages;

  /// What each session gets that no message names.
  private final List<Message> forAll;

  private final Set<SessionCore> named = new HashSet<>();

  /// Those of [#named] that are among the receivers.
  private final Set<SessionCore> namedReceivers = new HashSet<>();

  private final List<SharedFrames> frames = new ArrayList<>(1);

  /// One of them, owned.
  ///
  /// @param only the session that gets it; null for all
  /// @param except a session that does not get it; null for none
  public record Addressed(
      Message message, @Nullable SessionCore only, @Nullable SessionCore except) {
    boolean isFor(SessionCore session) {
      return (only == null || only.equals(session)) && !session.equals(except);
    }
  }

  private SharedMessages(List<Addressed> messages) {
    this.messages = messages;
    this.forAll =
        messages.stream().filter(one -> one.only() == null).map(Addressed::message).toList();
    for (Addressed message : messages) {
      addNamed(message.only());
      addNamed(message.except());
    }
  }

  private void addNamed(@Nullable SessionCore session) {
    if (session != null) {
      named.add(session);
    }
  }

  /// Encodes messages for these sessions.
  ///
  /// @param messages the list does not change
  /// @throws dev.parley.session.UnencodableMessageException if one cannot be sent to one of those
  ///   that it is for, or that it excludes
  public static SharedMessages of(List<Addressed> messages, List<SessionCore> receivers) {
    SharedMessages all = new SharedMessages(messages);
    int longest = all.forAll.stream().mapToInt(Message::length).max().orElse(0);
    List<Encoder> encoders = new ArrayList<>(1);
    Encoder last = null;
    for (SessionCore receiver : receivers) {
      Encoder encoder = receiver.sharedEncoder(longest);
      // Most receivers have the encoder of the one before.
      if (encoder != null && !encoder.equals(last) && !encoders.contains(encoder)) {
        encoders.add(encoder);
      }
      if (all.named.contains(receiver)) {
        all.namedReceivers.add(receiver);
      }
      last = encoder;
    }
    for (Encoder encoder : encoders) {
      all.frames.add(SharedFrames.of(messages, encoder, one -> all.isEncodedBy(one, encoder)));
    }
    all.checkThoseForOne();
    return all;
  }

  /// Returns true for what is for everybody, or for one receiver with this encoder.
  private boolean isEncodedBy(Addressed message, Encoder encoder) {
    SessionCore only = message.only();
    return only == null
        || (namedReceivers.contains(only)
            && encoder.equals(only.sharedEncoder(message.message().length())));
  }

  /// Those that have no encoder carry only messages of some length.
  private void checkThoseForOne() {
    for (Addressed message : messages) {
      SessionCore only = message.only();
      if (only != null && namedReceivers.contains(only)) {
        Encoder _ = only.sharedEncoder(message.message().length());
      }
    }
  }

  /// Returns what a receiver gets, in order.
  List<Message> of(SessionCore receiver) {
    return namedReceivers.contains(receiver)
        ? messages.stream()
            .filter(message -> message.isFor(receiver))
            .map(Addressed::message)
            .toList()
        : forAll;
  }

  /// Returns the frames of what a receiver gets, in order. They are shared: no position may be
  /// changed.
  ///
  /// @throws dev.parley.session.UnencodableMessageException if the encoder has become another since
  ///   [#of(List,List)], and cannot carry one of the messages
  List<SharedFrames.Run> runs(SessionCore receiver, Encoder encoder) {
    for (SharedFrames encoded : frames) {
      if (encoded.encoder().equals(encoder)) {
        return namedReceivers.contains(receiver)
            ? encoded.runs(message -> message.isFor(receiver))
            : encoded.forAll();
      }
    }
    return SharedFrames.of(messages, encoder, message -> message.isFor(receiver))
        .runs(message -> message.isFor(receiver));
  }

  /// Returns the memory that the messages and their frames take, in bytes.
  long cost() {
    long bytes = 0;
    for (Addressed message : messages) {
      bytes += message.message().length();
    }
    for (SharedFrames encoded : frames) {
      bytes += encoded.cost();
    }
    return bytes;
  }
}
