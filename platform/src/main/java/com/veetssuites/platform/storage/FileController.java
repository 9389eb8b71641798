package com.veetssuites.platform.storage;

import com.veetssuites.platform.storage.FileStore.StoredFile;
import com.veetssuites.platform.web.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Files for those who hold a signed link, whole or by range (RFC 9110, section 14). */
@RestController
@Tag(name = "files")
class FileController {

  private final FileStore files;
  private final SignedLinks links;

  FileController(FileStore files, SignedLinks links) {
    this.files = files;
    this.links = links;
  }

  @GetMapping("/api/files/{*key}")
  @SecurityRequirements
  @Operation(summary = "A file, for whoever holds a signed link to it")
  ResponseEntity<Resource> file(
      @PathVariable String key,
      @RequestParam(required = false) @Nullable String expires,
      @RequestParam(required = false) @Nullable String signature) {
    String fileKey = key.startsWith("/") ? key.substring(1) : key; // as the pattern takes it
    Duration validity = links.check(fileKey, expires, signature);
    StoredFile file = files.open(fileKey).orElseThrow(FileNotFound::new);
    String name = fileKey.substring(fileKey.lastIndexOf('/') + 1);
    boolean playable = file.contentType().startsWith("video/");
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType(file.contentType()))
        .eTag("\"" + name + "\"") // a file never changes
        .cacheControl(CacheControl.maxAge(validity).cachePrivate())
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            (playable ? ContentDisposition.inline() : ContentDisposition.attachment())
                .filename(name)
                .build()
                .toString())
        .header("X-Content-Type-Options", "nosniff")
        .header("Content-Security-Policy", "default-src 'none'; media-src 'self'; sandbox")
        .body(file.content());
  }

  /** The file has been deleted since the link was made. */
  static final class FileNotFound extends Problem {
    FileNotFound() {
      super(HttpStatus.NOT_FOUND, "The file of this link does not exist any more.");
    }
  }
}
