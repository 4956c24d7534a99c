package fucina.gateway.link.opcua;

import fucina.gateway.link.FirstWords;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.ByteArrayOutputStream;

/** Notes whether anybody took a connection, and the first bytes that came over it. Thread-safe. */
@Sharable
final class FirstHeard extends ChannelInboundHandlerAdapter {
  private final ByteArrayOutputStream first = new ByteArrayOutputStream(FirstWords.ENOUGH);
  private volatile boolean connected;

  @Override
  public void channelActive(ChannelHandlerContext context) {
    connected = true;
    context.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf bytes) {
      note(bytes);
    }
    context.fireChannelRead(message);
  }

  private synchronized void note(ByteBuf bytes) {
    int wanted = Math.min(bytes.readableBytes(), FirstWords.ENOUGH - first.size());
    for (int i = 0; i < wanted; i++) {
      first.write(bytes.getByte(bytes.readerIndex() + i));
    }
  }

  /** Whether anybody took the connection. */
  boolean connected() {
    return connected;
  }

  /** What came first, at most {@link FirstWords#ENOUGH} bytes. */
  synchronized byte[] first() {
    return first.toByteArray();
  }
}
