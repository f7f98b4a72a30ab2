package dev.parley.internal.net;

import dev.parley.internal.net.memory.MemoryNetwork;
import dev.parley.limit.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The real machine: each loop is a thread, and so is each acceptor for several loops.
enum SystemHost implements Host {
  INSTANCE;

  @Override
  public Clock clock() {
    return Clock.system();
  }

  @Override
  public MemoryNetwork network() {
    return MemoryNetwork.OF_PROCESS;
  }

  @Override
  public RandomGenerator random() {
    return RandomGenerator.getDefault();
  }

  @Override
  public void needsSystemNetwork() {}

  @Override
  public void needsProcess() {}

  @Override
  public void start(EventLoop loop) {
    loop.startThread();
  }

  @Override
  public Acceptor acceptor(
      String name,
      List<EventLoop> loops,
      StreamPort port,
      Acceptor.Receiver receiver,
      AcceptedOptions options) {
    return loops.size() == 1
        ? new LoopAcceptor(loops.getFirst(), port, receiver, options)
        : new ThreadAcceptor(name, port, receiver, options);
  }

  @Override
  public Thread thread(String name, Runnable body) {
    return Thread.ofVirtual().name(name).unstarted(body);
  }

  @Override
  public ExecutorService workers(Supplier<ExecutorService> threads) {
    return threads.get();
  }

  @Override
  public boolean carriesThreads() {
    return true;
  }

  @Override
  public long await(BooleanSupplier isOver, long nanos) {
    return nanos;
  }

  @Override
  public boolean isInTurn() {
    return false; // LoopThread knows the threads of loops
  }
}
