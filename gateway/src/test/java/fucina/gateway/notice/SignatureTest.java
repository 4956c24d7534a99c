package fucina.gateway.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;

class SignatureTest {
  /** The vector of the reference libraries of Standard Webhooks. */
  @Test
  void signsAsTheReferenceLibrariesDo() {
    assertThat(
            Signature.of(
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                1_614_265_330,
                "{\"test\": 2432232314}"))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void aSecretIs256BitsOfChance() {
    String secret = Signature.secret();
    assertThat(Base64.getDecoder().decode(secret.replaceFirst("^whsec_", ""))).hasSize(32);
    assertThat(Signature.secret()).isNotEqualTo(secret);
  }
}
