package fucina.gateway.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JpegPartsTest {
  private static final int AT_MOST = 1000;

  private final List<Buffer> pictures = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 64, 10_000})
  void picturesComeWholeWhateverTheChunks(int chunk) {
    Buffer body = part("frame", 1, true).appendBuffer(part("frame", 2, true));
    feed("multipart/x-mixed-replace; boundary=frame", body, chunk);
    assertThat(pictures).containsExactly(jpeg(1), jpeg(2));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 10_000})
  void withoutALengthAPictureEndsAtTheNextBoundary(int chunk) {
    Buffer body =
        part("frame", 1, false)
            .appendBuffer(part("frame", 2, false))
            .appendString("--frame\r\nContent-Type: image/jpeg\r\n\r\n");
    feed("multipart/x-mixed-replace; boundary=frame", body, chunk);
    assertThat(pictures).hasSize(2).allMatch(picture -> picture.getUnsignedByte(0) == 0xFF);
    assertThat(pictures.get(1).getBuffer(0, jpeg(2).length())).isEqualTo(jpeg(2));
  }

  @Test
  void aBoundaryNamedWithItsDashesAndQuotesIsUnderstood() {
    feed("multipart/x-mixed-replace;boundary=\"--frame\"", part("frame", 1, true), 10_000);
    assertThat(pictures).containsExactly(jpeg(1));
  }

  @Test
  void whatIsNoPictureIsLeftOut() {
    Buffer body =
        Buffer.buffer("--frame\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello\r\n")
            .appendBuffer(part("frame", 3, true));
    feed("multipart/x-mixed-replace; boundary=frame", body, 10_000);
    assertThat(pictures).containsExactly(jpeg(3));
  }

  @Test
  void aPictureTooLargeIsRefusedBeforeItIsHeld() {
    Buffer announced =
        Buffer.buffer("--frame\r\nContent-Type: image/jpeg\r\nContent-Length: 5000000\r\n\r\n");
    assertThatThrownBy(() -> feed("multipart/x-mixed-replace; boundary=frame", announced, 10_000))
        .hasMessageContaining("5000000 bytes");
    Buffer endless =
        Buffer.buffer("--frame\r\nContent-Type: image/jpeg\r\n\r\n")
            .appendBytes(new byte[AT_MOST + 5000]);
    assertThatThrownBy(() -> feed("multipart/x-mixed-replace; boundary=frame", endless, 512))
        .hasMessageContaining("more than 1000 bytes");
  }

  @Test
  void whatIsNoMultipartIsSaid() {
    assertThatThrownBy(() -> new JpegParts("text/html", AT_MOST, pictures::add))
        .hasMessageContaining("text/html");
  }

  private void feed(String type, Buffer body, int chunk) {
    JpegParts parts = new JpegParts(type, AT_MOST, pictures::add);
    for (int from = 0; from < body.length(); from += chunk) {
      parts.take(body.getBuffer(from, Math.min(body.length(), from + chunk)));
    }
  }

  private static Buffer jpeg(int number) {
    return Buffer.buffer(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) number, 13, 10, 13, 10, 45});
  }

  private static Buffer part(String boundary, int number, boolean length) {
    Buffer jpeg = jpeg(number);
    return Buffer.buffer("--" + boundary + "\r\nContent-Type: image/jpeg\r\n")
        .appendString(length ? "Content-Length: " + jpeg.length() + "\r\n" : "")
        .appendString("\r\n")
        .appendBuffer(jpeg)
        .appendString("\r\n");
  }
}
