package dev.parley.bench.attack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// `Honest TARGET…`: a process of honest clients. Four send 100 requests per second each, in a
/// session that they keep; one connects 20 times per second (5 with TLS), sends a request and
/// leaves. Reads lines with a number of milliseconds from standard input, sends requests for that
/// long, and prints the [Answers] to the clients that stay and to the one that connects anew. After
/// [#HURRY], all send as fast as they are answered, and only an empty line is printed.
public final class Honest {
  /// Prefix of a number of milliseconds.
  public static final String HURRY = "hurry ";

  /// Timeout of an answer in nanoseconds.
  static final long BOUND = TimeUnit.SECONDS.toNanos(2);

  private static final int STAYING = 4;
  private static final long ASKED_EVERY = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long COMES_EVERY = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long SHAKES_HANDS_EVERY = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long NUMBERS = 1_000_000_000_000L;

  private Honest() {}

  static void main(String[] args) throws IOException, InterruptedException, ExecutionException {
    Target target = Target.parse(args, 0);
    List<Customer> staying = new ArrayList<>();
    for (int i = 1; i <= STAYING; i++) {
      staying.add(new Customer(target, false, ASKED_EVERY, i * NUMBERS + i));
    }
    long comesEvery = target.protocol() == Protocol.TLS ? SHAKES_HANDS_EVERY : COMES_EVERY;
    Customer newcomer = new Customer(target, true, comesEvery, 0);
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    try (ExecutorService threads = Executors.newFixedThreadPool(STAYING + 1)) {
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        System.out.println(
            line.startsWith(HURRY)
                ? hurry(staying, newcomer, nanos(line.substring(HURRY.length())), threads)
                : ask(staying, newcomer, nanos(line), threads));
        System.out.flush();
      }
    }
  }

  private static long nanos(String millis) {
    return TimeUnit.MILLISECONDS.toNanos(Long.parseLong(millis));
  }

  private static String hurry(
      List<Customer> staying, Customer newcomer, long nanos, ExecutorService threads)
      throws InterruptedException, ExecutionException {
    List<Future<?>> asking = new ArrayList<>();
    for (Customer customer : staying) {
      asking.add(threads.submit(() -> customer.hurry(nanos)));
    }
    newcomer.hurry(nanos);
    for (Future<?> each : asking) {
      each.get();
    }
    return "";
  }

  private static String ask(
      List<Customer> staying, Customer newcomer, long nanos, ExecutorService threads)
      throws InterruptedException, ExecutionException {
    List<Future<List<Long>>> answers = new ArrayList<>();
    for (Customer customer : staying) {
      Callable<List<Long>> asking = () -> customer.ask(nanos);
      answers.add(threads.submit(asking));
    }
    List<Long> came = newcomer.ask(nanos);
    List<Long> stayed = new ArrayList<>();
    for (Future<List<Long>> each : answers) {
      stayed.addAll(each.get());
    }
    return answers(stayed) + " " + answers(came);
  }

  private static Answers answers(List<Long> nanos) {
    return Answers.of(nanos.stream().mapToLong(Long::longValue).toArray(), BOUND);
  }
}
