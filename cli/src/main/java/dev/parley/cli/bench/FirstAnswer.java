package dev.parley.cli.bench;

import dev.parley.Client;
import dev.parley.ClientOptions;
import dev.parley.ConnectOutcome;
import dev.parley.cli.command.ChallengeHint;
import dev.parley.cli.command.CommandEnd;
import dev.parley.cli.command.ExitCode;
import dev.parley.cli.command.Failure;
import dev.parley.cli.command.OtherServer;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import dev.parley.frame.Greeting;
import dev.parley.frame.Message;
import dev.parley.limit.DurationText;
import dev.parley.load.Expectation;
import dev.parley.load.Load;
import dev.parley.load.Payload;
import dev.parley.problem.FrameHint;
import dev.parley.problem.Problem;
import dev.parley.secure.Security;
import dev.parley.session.CloseReason;
import dev.parley.session.SessionClosedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Sends one request before there is any load, to find out whether the server is there, accepts us,
/// and how it replies. A server of another kind than the command line says ends the command as it
/// ends `connect`, docs/EXIT-CODES.md.
final class FirstAnswer {
  /// A datagram may be lost.
  private static final int DATAGRAM_TRIES = 3;

  private final Load load;
  private final ExpectArgument.Wish wish;
  private final ClientOptions options;
  private final Duration timeout;
  private final BenchNotes notes;
  private final boolean isOpenStream;
  private final ChallengeHint challengeHint = new ChallengeHint();

  /// @param options those of the connections to come
  /// @param timeout how long connecting may take, and the reply
  FirstAnswer(
      Load load,
      ExpectArgument.Wish wish,
      ClientOptions options,
      Duration timeout,
      BenchNotes notes) {
    this.load = load;
    this.wish = wish;
    this.options = options;
    this.timeout = timeout;
    this.notes = notes;
    this.isOpenStream = !load.isDatagram() && options.security().equals(Security.none());
  }

  /// Returns how correct replies look. Blocks while connecting and waiting for the reply.
  ///
  /// @throws Failure if there is no connection, or no correct reply
  Expectation expectation() throws InterruptedException {
    byte[] request = new Payload(load.size(), 0, Expectation.ANY).request(1).clone();
    Message answer = ask(request);
    Expectation shown = Expectation.shownBy(request, answer.bytes()).orElse(Expectation.ANY);
    Expectation wanted = wish == ExpectArgument.Wish.AUTO ? shown : wish.known();
    if (wanted == Expectation.ANY && wish == ExpectArgument.Wish.AUTO) {
      throw wrong(Texts.problem("bench.first.other", load.address(), answer.length()));
    }
    if (wanted != Expectation.ANY && wanted != shown) {
      throw wrong(Texts.problem("bench.first.wrong", load.address(), word(wanted)));
    }
    if (wish == ExpectArgument.Wish.AUTO) {
      notes.note(Texts.problem("bench.first.checked", word(shown)));
    }
    return wanted;
  }

  private static String word(Expectation expectation) {
    return switch (expectation) {
      case ECHO -> "echo";
      case UPPER -> "upper";
      case ANY -> "any";
    };
  }

  private static Failure wrong(Problem said) {
    return new Failure(ExitCode.PROTOCOL, said, null);
  }

  private Message ask(byte[] request) throws InterruptedException {
    return switch (Client.tryConnect(load.address(), options)) {
      case ConnectOutcome.Failed failed -> throw CommandEnd.of(failed).failure();
      case ConnectOutcome.Connected(Client client) -> {
        try (client) {
          checkSize(client);
          yield answer(client, request);
        }
      }
    };
  }

  private Message answer(Client client, byte[] request) throws InterruptedException {
    try {
      Message answer =
          load.isDatagram() ? askByDatagram(client, request) : askByStream(client, request);
      checkKind(client, answer);
      if (answer == null) {
        throw ended("");
      }
      return answer;
    } catch (SessionClosedException e) {
      if (!e.problem().involves(code -> code instanceof FrameHint)) { // which knows more
        checkKind(client, null);
      }
      throw broken(e);
    } catch (SocketTimeoutException e) {
      checkKind(client, null);
      throw new Failure(
          ExitCode.NETWORK,
          Texts.problem("bench.first.silent", load.address(), DurationText.print(timeout)),
          null);
    } catch (IOException e) {
      throw ended(ProblemTexts.sentence(e));
    }
  }

  /// Rejects a server that has shown that it is of another kind.
  ///
  /// @param answer its first message; null for none
  private void checkKind(Client client, @Nullable Message answer) {
    if (!isOpenStream) {
      return;
    }
    Greeting greeting = answer == null ? null : Greeting.of(answer);
    boolean takesAny =
        wish == ExpectArgument.Wish.ANY
            && !load.replyFraming().keepsBoundaries(); // bytes of any protocol
    switch (greeting) {
      case SEALED -> throw OtherServer.sealed().failure();
      case USERS -> throw OtherServer.withUsers().failure();
      case TLS -> throw OtherServer.tls(load.address().scheme().usesTls()).failure();
      case HTTP, SSH -> {
        if (!takesAny) {
          throw wrong(Texts.problem("bench.first.other-protocol", load.address(), greeting));
        }
      }
      case null -> {
        if (answer != null) {
          challengeHint.heard(answer.bytes());
        }
        if (!takesAny && challengeHint.isChallenge(client.session().traffic().bytesIn())) {
          throw OtherServer.challenging().failure();
        }
      }
    }
  }

  /// Handles a session that ended without a reply for another reason than the server's close.
  private Failure broken(SessionClosedException e) {
    if (e.reason().fault() == CloseReason.Fault.NETWORK) {
      return ended(ProblemTexts.sentence(e));
    }
    return CommandEnd.of(e.reason(), e.problem()).failure();
  }

  /// Handles a server that went away instead of replying. After a login that is not confirmed, that
  /// is how a server refuses it.
  ///
  /// @param why a sentence; empty if it just closed
  private Failure ended(String why) {
    if (!options.security().isConfirmed()) {
      return CommandEnd.loginRefused().failure();
    }
    Problem said =
        why.isEmpty()
            ? Texts.problem("bench.first.ended", load.address())
            : Texts.problem("bench.first.failed", load.address(), why);
    String doubt =
        load.isDatagram() ? "" : OtherServer.doubt(isOpenStream, load.address().scheme().usesTls());
    return new Failure(
        ExitCode.NETWORK,
        doubt.isEmpty()
            ? said
            : Texts.problem("bench.first.doubted", ProblemTexts.sentence(said), doubt),
        null);
  }

  /// Rejects messages that a datagram of this session cannot carry. Only the session knows: a
  /// sealed datagram carries less than a plain one.
  private void checkSize(Client client) {
    int most = client.session().maxMessage();
    if (load.isDatagram() && load.size() > most) {
      throw Failure.usage(Texts.problem("bench.size-of-sealed-datagram", load.size(), most));
    }
  }

  private @Nullable Message askByDatagram(Client client, byte[] request)
      throws IOException, InterruptedException {
    for (int i = 1; ; i++) {
      client.send(Message.of(request));
      try {
        return client.receive(timeout.dividedBy(DATAGRAM_TRIES));
      } catch (SocketTimeoutException e) {
        if (i == DATAGRAM_TRIES) {
          throw e;
        }
      }
    }
  }

  private @Nullable Message askByStream(Client client, byte[] request)
      throws IOException, InterruptedException {
    client.send(Message.of(request));
    Message answer = client.receive(timeout);
    if (!load.runsTogether() || answer == null) {
      return answer;
    }
    checkKind(client, answer); // a server of another kind sends no more
    // Without framing the reply may arrive in parts.
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(answer.bytes());
    while (all.size() < request.length) {
      Message part = client.receive(timeout);
      if (part == null) {
        break;
      }
      all.writeBytes(part.bytes());
    }
    return Message.of(all.toByteArray());
  }
}
