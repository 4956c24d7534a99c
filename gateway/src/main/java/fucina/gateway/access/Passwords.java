package fucina.gateway.access;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hashes passwords with Argon2id (RFC 9106; 19 MiB, two passes, one lane, as OWASP advises), two at
 * a time, so that a storm of sign-ins takes neither the memory nor the cores of the machines'
 * links.
 */
final class Passwords implements AutoCloseable {
  private static final Argon2Function ARGON =
      Argon2Function.getInstance(19 * 1024, 2, 1, 32, Argon2.ID);
  private static final int WAITING_AT_MOST = 64;

  /** Of 32 random bytes that nobody kept, with the same effort as all others. */
  private static final String NOBODY =
      "$argon2id$v=19$m=19456,t=2,p=1$07LXsJIqLfq6BlqxItyEyA$tic8My0jXijXF32tVkflRFl+yfWem0kLo4MlwROmefY";

  private final WorkerExecutor workers;
  private final AtomicInteger waiting = new AtomicInteger();

  Passwords(Vertx vertx) {
    workers = vertx.createSharedWorkerExecutor("fucina-passwords", 2);
  }

  static String hashed(String password) {
    return Password.hash(password).addRandomSalt(16).with(ARGON).getResult();
  }

  /** The hash, made off the event loop. */
  Future<String> hash(String password) {
    return workers.executeBlocking(() -> hashed(password), false);
  }

  /** Whether there is room for one more check; without, the caller asks the person to wait. */
  boolean room() {
    return waiting.get() < WAITING_AT_MOST;
  }

  /** Whether a password is the one that was hashed. */
  Future<Boolean> matches(String password, String hash) {
    waiting.incrementAndGet();
    return workers
        .executeBlocking(
            () -> Password.check(password, hash).with(Argon2Function.getInstanceFromHash(hash)),
            false)
        .onComplete(done -> waiting.decrementAndGet());
  }

  /** Takes as long as {@link #matches} for somebody who exists, and is always false. */
  Future<Boolean> matchesNobody(String password) {
    return matches(password, NOBODY).map(false);
  }

  @Override
  public void close() {
    workers.close();
  }
}
