package dev.parley.cli.bench;

import dev.parley.Client;
import dev.parley.ClientOptions;
import dev.parley.ConnectOutcome;
import dev.parley.cli.command.CommandEnd;
import dev.parley.cli.command.ExitCode;
import dev.parley.cli.command.Failure;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import dev.parley.frame.Message;
import dev.parley.limit.DurationText;
import dev.parley.load.Expectation;
import dev.parley.load.Load;
import dev.parley.load.Payload;
import dev.parley.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Sends one request before there is any load, to find out whether the server is there, accepts us,
/// and how it replies.
final class FirstAnswer {
  /// A datagram may be lost.
  private static final int DATAGRAM_TRIES = 3;

  private FirstAnswer() {}

  /// Returns how correct replies look. Blocks while connecting and waiting for the reply.
  ///
  /// @throws Failure if there is no connection, or no correct reply
  static Expectation expectation(
      Load load,
      ExpectArgument.Wish wish,
      ClientOptions options,
      Duration timeout,
      BenchNotes notes)
      throws InterruptedException {
    byte[] request = new Payload(load.size(), 0, Expectation.ANY).request(1).clone();
    Message answer = ask(load, request, options, timeout);
    if (answer == null) {
      throw ended(options, Texts.problem("bench.first.ended", load.address()));
    }
    Expectation shown = Expectation.shownBy(request, answer.bytes()).orElse(Expectation.ANY);
    Expectation wanted = wish == ExpectArgument.Wish.AUTO ? shown : wish.known();
    if (wanted == Expectation.ANY && wish == ExpectArgument.Wish.AUTO) {
      throw failure(Texts.problem("bench.first.other", load.address(), answer.length()));
    }
    if (wanted != Expectation.ANY && wanted != shown) {
      throw failure(Texts.problem("bench.first.wrong", load.address(), word(wanted)));
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

  /// Handles a server that closed instead of replying. After a login that is not confirmed, that is
  /// how a server refuses it.
  private static Failure ended(ClientOptions options, Problem said) {
    if (!options.security().isConfirmed()) {
      return CommandEnd.loginRefused().failure();
    }
    return failure(said);
  }

  private static Failure silent(Load load, Duration timeout) {
    return failure(
        Texts.problem("bench.first.silent", load.address(), DurationText.print(timeout)));
  }

  private static Failure failure(Problem said) {
    return new Failure(ExitCode.NETWORK, said, null);
  }

  private static @Nullable Message ask(
      Load load, byte[] request, ClientOptions options, Duration timeout)
      throws InterruptedException {
    return switch (Client.tryConnect(load.address(), options)) {
      case ConnectOutcome.Failed failed -> throw CommandEnd.of(failed).failure();
      case ConnectOutcome.Connected(Client client) -> {
        try (client) {
          checkSize(load, client);
          yield load.isDatagram()
              ? askByDatagram(client, request, timeout)
              : askByStream(client, request, timeout, load.runsTogether());
        } catch (SocketTimeoutException e) {
          throw silent(load, timeout);
        } catch (IOException e) {
          throw ended(
              options,
              Texts.problem("bench.first.failed", load.address(), ProblemTexts.sentence(e)));
        }
      }
    };
  }

  /// Rejects messages that a datagram of this session cannot carry. Only the session knows: a
  /// sealed datagram carries less than a plain one.
  private static void checkSize(Load load, Client client) {
    int most = client.session().maxMessage();
    if (load.isDatagram() && load.size() > most) {
      throw Failure.usage(Texts.problem("bench.size-of-sealed-datagram", load.size(), most));
    }
  }

  private static @Nullable Message askByDatagram(Client client, byte[] request, Duration timeout)
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

  private static @Nullable Message askByStream(
      Client client, byte[] request, Duration timeout, boolean runsTogether)
      throws IOException, InterruptedException {
    client.send(Message.of(request));
    Message answer = client.receive(timeout);
    if (!runsTogether || answer == null) {
      return answer;
    }
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
