package com.veetssuites.platform.recording;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.veetssuites.platform.download.RawServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What a server of recordings answers when it is well, and the ways in which it is not. */
final class ZoomServer {

  private ZoomServer() {}

  /** Bytes that begin as an MP4 file does. */
  static byte[] recording(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    ByteBuffer.wrap(bytes).putInt(24).put("ftypisom".getBytes(US_ASCII));
    return bytes;
  }

  /** A server that serves ranges as RFC 9110 says, and ends the connection after some bytes. */
  static RawServer.Answer serving(byte[] recording, String tag, int most) {
    return (request, out) -> {
      String range = request.header("range");
      boolean part = range != null && tag.equals(request.header("if-range"));
      int from = part ? from(range) : 0;
      if (part) {
        partial(out, recording, from, tag, recording.length);
      } else {
        whole(out, recording.length, tag);
      }
      send(out, recording, from, most);
    };
  }

  static RawServer.Answer serving(byte[] recording, String tag) {
    return serving(recording, tag, Integer.MAX_VALUE);
  }

  static int from(@Nullable String range) {
    return range == null ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
  }

  static void whole(OutputStream out, long length, String tag) throws IOException {
    RawServer.head(
        out,
        "200 OK",
        "Content-Type: video/mp4;charset=UTF-8",
        "Content-Length: " + length,
        "ETag: " + tag);
  }

  static void partial(OutputStream out, byte[] recording, int from, String tag, long total)
      throws IOException {
    RawServer.head(
        out,
        "206 Partial Content",
        "Content-Type: video/mp4",
        "Content-Length: " + (recording.length - from),
        "Content-Range: bytes %d-%d/%d".formatted(from, recording.length - 1, total),
        "ETag: " + tag);
  }

  /** Ends after some bytes; a reset would take what the client has not read yet with it. */
  static void send(OutputStream out, byte[] recording, int from, int most) throws IOException {
    out.write(recording, from, Math.min(most, recording.length - from));
    out.flush();
  }
}
