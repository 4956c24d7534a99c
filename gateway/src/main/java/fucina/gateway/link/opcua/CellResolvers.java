package fucina.gateway.link.opcua;

import fucina.gateway.link.Cells;
import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Lets only addresses inside the cells be connected to. Milo has looked the name up by then, so it
 * is the very address that is judged, at each connection anew: a name that lay inside when the
 * machine was registered may point elsewhere by now.
 */
final class CellResolvers extends AddressResolverGroup<InetSocketAddress> {
  private final Cells cells;

  CellResolvers(Cells cells) {
    this.cells = cells;
  }

  @Override
  protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
    return new Guarded(executor, cells);
  }

  /** An address outside the cells. */
  static final class Outside extends IOException {
    private static final long serialVersionUID = 1;

    Outside(String sentence) {
      super(sentence);
    }
  }

  private static final class Guarded extends AbstractAddressResolver<InetSocketAddress> {
    private final Cells cells;

    Guarded(EventExecutor executor, Cells cells) {
      super(executor, InetSocketAddress.class);
      this.cells = cells;
    }

    /** Never, so that every address is asked about. */
    @Override
    protected boolean doIsResolved(InetSocketAddress address) {
      return false;
    }

    @Override
    protected void doResolve(InetSocketAddress address, Promise<InetSocketAddress> promise) {
      if (address.isUnresolved()) {
        promise.tryFailure(new UnknownHostException(address.getHostString()));
      } else if (cells.hold(address.getAddress())) {
        promise.trySuccess(address);
      } else {
        promise.tryFailure(
            new Outside(cells.outside(address.getHostString(), address.getAddress())));
      }
    }

    @Override
    protected void doResolveAll(
        InetSocketAddress address, Promise<List<InetSocketAddress>> promise) {
      Promise<InetSocketAddress> one = executor().newPromise();
      one.addListener(
          done -> {
            if (done.isSuccess()) {
              promise.trySuccess(List.of(one.getNow()));
            } else {
              promise.tryFailure(done.cause());
            }
          });
      doResolve(address, one);
    }
  }
}
