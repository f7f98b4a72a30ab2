package dev.parley.bench.peer;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// `NettyServer epoll|io_uring|in-place|tls|udp THREADS`: Netty with its own frame decoder and
/// pooled direct buffers.
///
/// - `epoll`, `io_uring`: as its documentation shows. Length decoder, prepender and consolidated
///   flushes, Netty's defaults.
/// - `in-place`: tuned to the limit, on epoll, for answers as long as their requests. The decoder
///   leaves the length before a message, so that nothing is encoded; small answers to one read are
///   sent as one buffer, because a slice for each costs more than a copy; leak detection and checks
///   of bounds and references are off.
/// - `tls`: as `epoll`, behind TLS 1.3 of the JDK. Flushes are consolidated before encryption, so
///   that one record holds the answers to one read.
/// - `line`: as `epoll`, with the line decoder instead, for lines of at most 64 KiB.
/// - `udp`: datagrams with recvmmsg and sendmmsg, Netty's defaults.
final class NettyServer {
  private static final int LARGEST = 1 << 20;
  private static final int LONGEST_LINE = 1 << 16;
  private static final int PREFIX = 4;

  /// Maximum size of an answer that is copied next to others; longer ones are sent without a copy.
  private static final int SMALL = 1024;

  private static final int DATAGRAMS = 64;
  private static final int LARGEST_DATAGRAM = 2048;

  private NettyServer() {}

  static void main(String[] args) throws InterruptedException, SSLException {
    String mode = args[0];
    int threads = Integer.parseInt(args[1]);
    boolean uring = mode.equals("io_uring");
    boolean inPlace = mode.equals("in-place");
    if (inPlace) {
      System.setProperty("io.netty.leakDetection.level", "disabled");
      System.setProperty("io.netty.buffer.checkBounds", "false");
      System.setProperty("io.netty.buffer.checkAccessible", "false");
    }
    Throwable missing = uring ? IoUring.unavailabilityCause() : Epoll.unavailabilityCause();
    if (missing != null) {
      Ready.cannotRun(mode + ": " + rootOf(missing).getMessage());
    }
    IoHandlerFactory transport =
        uring ? IoUringIoHandler.newFactory() : EpollIoHandler.newFactory();
    EventLoopGroup workers = new MultiThreadIoEventLoopGroup(threads, transport);
    Channel channel =
        mode.equals("udp")
            ? datagrams(workers)
            : streams(
                uring ? IoUringServerSocketChannel.class : EpollServerSocketChannel.class,
                handlers(mode),
                new MultiThreadIoEventLoopGroup(1, transport),
                workers);
    Ready.say(((InetSocketAddress) channel.localAddress()).getPort());
    channel.closeFuture().sync();
  }

  private static Consumer<ChannelPipeline> handlers(String mode) throws SSLException {
    return switch (mode) {
      case "in-place" -> NettyServer::addJoiner;
      case "line" -> NettyServer::addLines;
      case "tls" -> {
        SslContext tls =
            SslContextBuilder.forServer(
                    Given.certificate().toFile(), Given.certificateKey().toFile())
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3")
                .ciphers(List.of("TLS_AES_256_GCM_SHA384"))
                .build();
        yield pipeline -> {
          pipeline.addLast(tls.newHandler(pipeline.channel().alloc()));
          addCodec(pipeline);
        };
      }
      default -> NettyServer::addCodec;
    };
  }

  private static Throwable rootOf(Throwable e) {
    Throwable cause = e.getCause();
    return cause == null ? e : rootOf(cause);
  }

  private static Channel streams(
      Class<? extends ServerChannel> type,
      Consumer<ChannelPipeline> handlers,
      EventLoopGroup boss,
      EventLoopGroup workers)
      throws InterruptedException {
    return new ServerBootstrap()
        .group(boss, workers)
        .channel(type)
        .option(ChannelOption.SO_BACKLOG, 4096)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel peer) {
                handlers.accept(peer.pipeline());
              }
            })
        .bind("127.0.0.1", 0)
        .sync()
        .channel();
  }

  private static void addJoiner(ChannelPipeline pipeline) {
    pipeline
        .addLast(new LengthFieldBasedFrameDecoder(LARGEST + PREFIX, 0, PREFIX, 0, 0))
        .addLast(new Joiner());
  }

  /// Collects whole frames and joins the small ones of a read.
  private static final class Joiner extends ChannelInboundHandlerAdapter {
    private @Nullable ByteBuf joined;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf frame = (ByteBuf) message;
      upper(frame, PREFIX);
      if (frame.readableBytes() > SMALL) {
        writeJoined(context);
        var _ = context.write(frame, context.voidPromise());
        return;
      }
      ByteBuf all = joined;
      if (all == null) {
        all = context.alloc().ioBuffer(4 * SMALL);
        joined = all;
      }
      all.writeBytes(frame);
      frame.release();
    }

    private void writeJoined(ChannelHandlerContext context) {
      ByteBuf all = joined;
      if (all != null) {
        joined = null;
        var _ = context.write(all, context.voidPromise());
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      writeJoined(context);
      context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var _ = context.close();
    }
  }

  private static void addCodec(ChannelPipeline pipeline) {
    pipeline
        .addLast(new FlushConsolidationHandler())
        .addLast(new LengthFieldBasedFrameDecoder(LARGEST + PREFIX, 0, PREFIX, 0, PREFIX))
        .addLast(PREPENDER)
        .addLast(UPPER);
  }

  private static void addLines(ChannelPipeline pipeline) {
    // Answers keep the LF of their requests.
    pipeline
        .addLast(new FlushConsolidationHandler())
        .addLast(new LineBasedFrameDecoder(LONGEST_LINE, false, true))
        .addLast(UPPER);
  }

  private static final ChannelHandler PREPENDER = new LengthFieldPrepender(PREFIX);

  private static final ChannelHandler UPPER = new Upper();

  @ChannelHandler.Sharable
  private static final class Upper extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      upper((ByteBuf) message, 0);
      var _ = context.writeAndFlush(message, context.voidPromise());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var _ = context.close();
    }
  }

  private static Channel datagrams(EventLoopGroup workers) throws InterruptedException {
    return new Bootstrap()
        .group(workers)
        .channel(EpollDatagramChannel.class)
        .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
        .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, LARGEST_DATAGRAM)
        .option(
            ChannelOption.RECVBUF_ALLOCATOR,
            new FixedRecvByteBufAllocator(DATAGRAMS * LARGEST_DATAGRAM))
        .handler(
            new SimpleChannelInboundHandler<DatagramPacket>() {
              @Override
              protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
                upper(packet.content(), 0);
                var _ =
                    context.write(
                        new DatagramPacket(packet.content().retain(), packet.sender()),
                        context.voidPromise());
              }

              @Override
              public void channelReadComplete(ChannelHandlerContext context) {
                context.flush();
              }
            })
        .bind("127.0.0.1", 0)
        .sync()
        .channel();
  }

  private static void upper(ByteBuf bytes, int skipped) {
    int i = bytes.readerIndex() + skipped;
    int end = bytes.writerIndex();
    for (; i <= end - Long.BYTES; i += Long.BYTES) {
      bytes.setLong(i, Ascii.upper(bytes.getLong(i)));
    }
    for (; i < end; i++) {
      bytes.setByte(i, Ascii.upper(bytes.getByte(i)));
    }
  }
}
