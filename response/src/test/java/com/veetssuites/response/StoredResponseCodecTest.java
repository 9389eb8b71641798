package com.veetssuites.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.veetssuites.response.StoredResponse.Header;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A stored answer survives the way through the second level as it is. */
class StoredResponseCodecTest {

  private final StoredResponseCodec codec = new StoredResponseCodec(1 << 20);

  private static StoredResponse answer(String body, String type) {
    return StoredResponse.of(
        200,
        type,
        List.of(new Header("X-A", "ä"), new Header("X-A", "b"), new Header("Vary", "Origin")),
        "/courses/{id}",
        "\"v3\"",
        body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void what_is_written_is_read() throws IOException {
    for (StoredResponse answer :
        List.of(
            answer("", "text/plain"),
            answer("short", "application/json"),
            answer("long ".repeat(1000), "text/html;charset=UTF-8"),
            answer("long ".repeat(1000), "image/png"))) {
      StoredResponse read = codec.decode(codec.encode(answer));

      assertThat(read.body).isEqualTo(answer.body);
      assertThat(read.gzip).isEqualTo(answer.gzip);
      assertThat(read.headers).isEqualTo(answer.headers);
      assertThat(List.of(read.etag, read.gzipEtag, read.route))
          .isEqualTo(List.of(answer.etag, answer.gzipEtag, answer.route));
      assertThat(read.contentType).isEqualTo(answer.contentType);
      assertThat(read.status).isEqualTo(answer.status);
    }
    assertThat(answer("long ".repeat(1000), "image/png").gzip).isNull();
    assertThat(answer("long ".repeat(1000), "text/html").gzip).isNotNull();
  }

  @Test
  void bytes_that_are_cut_short_are_refused() throws IOException {
    byte[] bytes = codec.encode(answer("long ".repeat(1000), "text/html"));
    for (int length = 0; length < bytes.length; length += 7) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> codec.decode(cut)).isInstanceOf(IOException.class);
    }
  }
}
