package com.veetssuites.platform.web;

import io.swagger.v3.oas.annotations.Hidden;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The description of the API for people: Swagger UI, from this server alone. */
@RestController
@Hidden
class DocsController {

  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html lang="en">
        <head>
          <meta charset="UTF-8">
          <title>VeetsSuites API</title>
          <link rel="stylesheet" href="/api/docs/swagger-ui/swagger-ui.css">
          <link rel="stylesheet" href="/api/docs/swagger-ui/index.css">
          <link rel="icon" type="image/png" href="/api/docs/swagger-ui/favicon-32x32.png">
        </head>
        <body>
          <div id="swagger-ui"></div>
          <script src="/api/docs/swagger-ui/swagger-ui-bundle.js"></script>
          <script src="/api/docs/swagger-ui/swagger-ui-standalone-preset.js"></script>
          <script src="/api/docs/swagger-ui/swagger-initializer.js"></script>
        </body>
      </html>
      """;

  /** The browser may ask this server and nobody else. */
  private static final String POLICY =
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:";

  @GetMapping(path = "/api/docs", produces = MediaType.TEXT_HTML_VALUE)
  ResponseEntity<String> page() {
    return ResponseEntity.ok()
        .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
        .header("Content-Security-Policy", POLICY)
        .body(PAGE);
  }
}
