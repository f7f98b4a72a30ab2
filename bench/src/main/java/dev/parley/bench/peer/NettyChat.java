package dev.parley.bench.peer;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelMatchers;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/// `NettyChat group|encoded THREADS`: what is said goes to a [ChannelGroup] on epoll, in a pooled
/// direct buffer and without promises. See [ChatOrders].
///
/// - `group`: as its documentation shows; each channel's prepender puts the length before the
///   message.
/// - `encoded`: the length is put before the message once, by hand, and there is no prepender.
final class NettyChat {
  private static final int LARGEST = 1 << 20;
  private static final int PREFIX = 4;

  private NettyChat() {}

  static void main(String[] args) throws InterruptedException {
    boolean isEncoded = args[0].equals("encoded");
    Throwable missing = Epoll.unavailabilityCause();
    if (missing != null) {
      Ready.cannotRun("epoll: " + missing.getMessage());
    }
    IoHandlerFactory transport = EpollIoHandler.newFactory();
    Members members = new Members(isEncoded);
    ChannelHandler door = new Door(members);
    Channel channel =
        new ServerBootstrap()
            .group(
                new MultiThreadIoEventLoopGroup(1, transport),
                new MultiThreadIoEventLoopGroup(Integer.parseInt(args[1]), transport))
            .channel(EpollServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 4096)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel peer) {
                    peer.pipeline()
                        .addLast(
                            new LengthFieldBasedFrameDecoder(
                                LARGEST + PREFIX, 0, PREFIX, 0, PREFIX));
                    if (!isEncoded) {
                      peer.pipeline().addLast(PREPENDER);
                    }
                    peer.pipeline().addLast(door);
                  }
                })
            .bind("127.0.0.1", 0)
            .sync()
            .channel();
    Ready.say(((InetSocketAddress) channel.localAddress()).getPort());
    channel.closeFuture().sync();
  }

  private static final ChannelHandler PREPENDER = new LengthFieldPrepender(PREFIX);

  private static final class Members implements ChatOrders.Chat {
    private final boolean isEncoded;
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    Members(boolean isEncoded) {
      this.isEncoded = isEncoded;
    }

    /// Returns a message as the pipeline wants it.
    ByteBuf message(byte[] bytes) {
      ByteBuf message = PooledByteBufAllocator.DEFAULT.ioBuffer(PREFIX + bytes.length);
      if (isEncoded) {
        message.writeInt(bytes.length);
      }
      return message.writeBytes(bytes);
    }

    @Override
    public void say(byte[] message) {
      var _ = channels.writeAndFlush(message(message), ChannelMatchers.all(), true);
    }

    @Override
    public int members() {
      return channels.size();
    }
  }

  /// Lets channels in, and passes orders on. The group drops those that close.
  @ChannelHandler.Sharable
  private static final class Door extends ChannelInboundHandlerAdapter {
    private final Members members;
    private final ChatOrders orders;

    Door(Members members) {
      this.members = members;
      this.orders = new ChatOrders(members);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      boolean _ = members.channels.add(context.channel());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      boolean _ = members.channels.remove(context.channel());
      ByteBuf frame = (ByteBuf) message;
      String answer = orders.follow(frame.toString(StandardCharsets.US_ASCII));
      boolean _ = frame.release();
      if (answer != null) {
        var _ =
            context.writeAndFlush(
                members.message(answer.getBytes(StandardCharsets.US_ASCII)), context.voidPromise());
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var _ = context.close();
    }
  }
}
