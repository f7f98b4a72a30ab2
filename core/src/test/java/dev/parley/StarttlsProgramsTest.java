package dev.parley;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.parley.frame.Framing;
import dev.parley.frame.Message;
import dev.parley.session.Handler;
import dev.parley.session.Session;
import dev.parley.testing.Opened;
import dev.parley.testing.Wait;
import dev.parley.tls.Authority;
import dev.parley.tls.Tls;
import dev.parley.tls.TlsFiles;
import dev.parley.tls.TlsServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// STARTTLS with programs of others: `openssl s_client`, and Python's `smtplib` and `ssl`.
final class StarttlsProgramsTest {
  @TempDir private Path directory;
  @AutoClose private final Opened opened = new Opened();

  private final LinkedBlockingQueue<String> mails = new LinkedBlockingQueue<>();
  private Authority authority;
  private TlsFiles files;
  private TlsServer tls;

  @BeforeEach
  void makeCertificate() throws IOException {
    authority = new Authority(directory, "test-ca");
    files = authority.sign("server", "localhost");
    tls = Tls.server(List.of(files));
  }

  /// A mail server that knows just what these programs say, in SMTP, IMAP and POP3 alike.
  ///
  /// @param greeting what it says first
  /// @param agreed the end of its answer to STARTTLS
  private record Mail(StarttlsProgramsTest test, String greeting, String agreed)
      implements Handler {
    @Override
    public void opened(Session session) {
      session.send(greeting);
    }

    @Override
    public void received(Session session, Message message) {
      if (session.attachment() != null) { // a mail
        session.attach(null);
        session.reframe(Framing.lineCrlf());
        test.mails.add(message.text());
        session.send("250 taken");
        return;
      }
      String text = message.text();
      String[] words = text.toUpperCase(Locale.ROOT).split(" ", -1);
      switch (words[words[0].equals(".") ? 1 : 0]) {
        case "EHLO" -> {
          session.send("250-toy");
          session.send(session.tls() == null ? "250-STARTTLS" : "250-SIZE");
          session.send("250 HELP");
        }
        case "CAPABILITY" -> {
          session.send("* CAPABILITY IMAP4rev1 STARTTLS");
          session.send(". OK");
        }
        case "STARTTLS", "STLS" -> {
          session.send(agreed);
          session.secure(test.tls, () -> {});
        }
        case "DATA" -> {
          session.send("354 go on");
          session.attach("mail");
          session.reframe(Framing.delimiter("\r\n.\r\n".getBytes(US_ASCII)), Framing.lineCrlf());
        }
        case "QUIT" -> {
          session.send("221 bye from " + requireNonNull(session.tls()).protocol());
          session.close();
        }
        default -> session.send("250 ok");
      }
    }
  }

  private int serve(String greeting, String agreed) throws IOException {
    Server server =
        Server.builder()
            .listen("tcp://127.0.0.1:0")
            .framing(Framing.lineCrlf())
            .handler(new Mail(this, greeting, agreed))
            .start();
    opened.add(server);
    return server.address().port();
  }

  private static Process run(String... command) throws IOException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      String sentence = command[0] + " is not installed";
      if ("required".equals(System.getenv("PARLEY_INTEROP"))) {
        fail(sentence, e);
      }
      abort(sentence);
      throw e;
    }
  }

  /// Returns all that the program says, after it has ended well.
  private static String output(Process program) throws IOException, InterruptedException {
    String said = new String(program.getInputStream().readAllBytes(), UTF_8);
    assertTrue(program.waitFor(Wait.SECONDS, TimeUnit.SECONDS));
    assertEquals(0, program.exitValue(), said);
    return said;
  }

  @ParameterizedTest
  @CsvSource({"smtp, 220 toy, 220 go", "imap, * OK toy, . OK go", "pop3, +OK toy, +OK go"})
  void opensslChangesToTls(String protocol, String greeting, String agreed) throws Exception {
    int port = serve(greeting, agreed);
    Process program =
        run(
            "openssl",
            "s_client",
            "-connect",
            "127.0.0.1:" + port,
            "-starttls",
            protocol,
            "-CAfile",
            authority.file().toString(),
            "-verify_hostname",
            "localhost",
            "-verify_return_error",
            "-quiet");
    program.getOutputStream().write("NOOP\r\nQUIT\r\n".getBytes(US_ASCII));
    program.getOutputStream().flush();
    String said = output(program);
    assertTrue(said.contains("250 ok") && said.contains("221 bye from TLSv1.3"), said);
  }

  @Test
  void pythonSendsAMail() throws Exception {
    int port = serve("220 toy", "220 go");
    String script =
        """
        import smtplib, ssl, sys
        context = ssl.create_default_context(cafile=sys.argv[2])
        with smtplib.SMTP('localhost', int(sys.argv[1])) as mail:
            mail.starttls(context=context)
            mail.sendmail('a@example.org', ['b@example.org'], 'Subject: hi\\r\\n\\r\\n你好'.encode())
            print(mail.sock.version())
        """;
    Process program =
        run("python3", "-c", script, String.valueOf(port), authority.file().toString());
    assertEquals("TLSv1.3", output(program).strip());
    assertEquals("Subject: hi\r\n\r\n你好", mails.poll(Wait.SECONDS, TimeUnit.SECONDS));
  }

  @Test
  void ourClientChangesToTlsWithPython() throws Exception {
    String script =
        """
        import socket, ssl, sys
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[1], sys.argv[2])
        listening = socket.socket()
        listening.bind(('127.0.0.1', 0))
        listening.listen()
        print(listening.getsockname()[1], flush=True)
        plain, _ = listening.accept()
        plain.sendall(b'220 hello\\r\\n')
        plain.recv(1024)
        plain.sendall(b'220 go\\r\\n')
        secure = context.wrap_socket(plain, server_side=True)
        secure.sendall(b'250 ' + secure.recv(1024).upper())
        secure.recv(1024)
        secure.close()
        """;
    Process program =
        run("python3", "-c", script, files.certificate().toString(), files.key().toString());
    BufferedReader said = program.inputReader(UTF_8);
    String port = requireNonNull(said.readLine());
    try (Client client =
        Client.connect(
            "tcp://localhost:" + port, ClientOptions.defaults().withFraming(Framing.lineCrlf()))) {
      assertEquals(Message.of("220 hello"), client.receive(Wait.TIME));
      client.send("STARTTLS");
      assertEquals(Message.of("220 go"), client.receive(Wait.TIME));
      client.secure(Tls.client().withAuthorities(authority.file()));
      client.send("ehlo 你好");
      assertEquals(Message.of("250 EHLO 你好"), client.receive(Wait.TIME));
    }
    assertTrue(program.waitFor(Wait.SECONDS, TimeUnit.SECONDS));
    assertEquals(0, program.exitValue());
  }
}
