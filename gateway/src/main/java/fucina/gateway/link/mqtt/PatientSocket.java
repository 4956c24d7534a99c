package fucina.gateway.link.mqtt;

import fucina.gateway.link.FirstWords;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * A socket that hears nothing before it has spoken. A broker never speaks first, so nothing is
 * missed; but where a proxy takes a connection and drops it at once, Paho's connecting thread would
 * otherwise wait for ever for a receiver that has already ended, one thread for each attempt.
 */
final class PatientSocket extends Socket {
  private final ByteArrayOutputStream first = new ByteArrayOutputStream(FirstWords.ENOUGH);
  private Optional<InputStream> input = Optional.empty();
  private final CountDownLatch spoken = new CountDownLatch(1);

  @Override
  public synchronized InputStream getInputStream() throws IOException {
    InputStream made = input.isPresent() ? input.get() : patient(super.getInputStream());
    input = Optional.of(made);
    return made;
  }

  /** Buffered, as Paho gives up at the first byte that is no MQTT, and the next ones tell more. */
  private InputStream patient(InputStream bare) {
    InputStream noting =
        new FilterInputStream(bare) {
          @Override
          public int read(byte[] into, int from, int length) throws IOException {
            int count = in.read(into, from, length);
            heard(into, from, count);
            return count;
          }
        };
    return new FilterInputStream(new BufferedInputStream(noting)) {
      @Override
      public int read() throws IOException {
        waitUntilSpoken();
        return in.read();
      }

      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        waitUntilSpoken();
        return in.read(into, from, length);
      }

      @Override
      public int available() throws IOException {
        return spoken.getCount() > 0 ? 0 : in.available();
      }
    };
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new FilterOutputStream(super.getOutputStream()) {
      @Override
      public void write(int one) throws IOException {
        try {
          out.write(one);
        } finally {
          spoken.countDown();
        }
      }

      @Override
      public void write(byte[] some, int from, int length) throws IOException {
        try {
          out.write(some, from, length);
        } finally {
          spoken.countDown();
        }
      }
    };
  }

  @Override
  public synchronized void close() throws IOException {
    spoken.countDown();
    super.close();
  }

  /** What came first, at most {@link FirstWords#ENOUGH} bytes. */
  byte[] first() {
    synchronized (first) {
      return first.toByteArray();
    }
  }

  private void heard(byte[] some, int from, int count) {
    synchronized (first) {
      first.write(some, from, Math.max(0, Math.min(count, FirstWords.ENOUGH - first.size())));
    }
  }

  private void waitUntilSpoken() throws IOException {
    try {
      spoken.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted before the first packet was sent");
    }
  }
}
