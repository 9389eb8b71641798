package com.veetssuites.platform.notification;

import com.veetssuites.platform.notification.UnsubscribeLinks.Reader;
import com.veetssuites.platform.web.Problem;
import com.veetssuites.platform.web.UploadEndpoint;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Where the links in mails lead. A GET only shows a page with a button, as programs follow every
 * link of a mail to see where it leads; the POST of that button, or of a mail program (RFC 8058),
 * ends the mail.
 */
@RestController
@RequestMapping(UnsubscribeLinks.PATH)
@Tag(name = "notifications")
class UnsubscribeController {

  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'";

  private final UnsubscribeLinks links;
  private final Readers readers;
  private final Letters letters;

  UnsubscribeController(UnsubscribeLinks links, Readers readers, Letters letters) {
    this.links = links;
    this.readers = readers;
    this.letters = letters;
  }

  /** Mail programs may post a multipart body. It is not read: all that counts is in the URL. */
  @Bean
  static UploadEndpoint oneClickUnsubscribing() {
    return new UploadEndpoint("POST", UnsubscribeLinks.PATH);
  }

  @GetMapping(produces = MediaType.TEXT_HTML_VALUE)
  @SecurityRequirements
  @Operation(summary = "A page that asks whether mail is to end, for whoever has the link")
  @Parameter(name = "token", in = ParameterIn.QUERY, required = true)
  ResponseEntity<String> ask(@Parameter(hidden = true) HttpServletRequest request) {
    reader(request);
    return page(false);
  }

  @PostMapping(produces = MediaType.TEXT_HTML_VALUE)
  @SecurityRequirements
  @Operation(summary = "End mail, for whoever has the link (also with one click, RFC 8058)")
  @Parameter(name = "token", in = ParameterIn.QUERY, required = true)
  ResponseEntity<String> unsubscribe(@Parameter(hidden = true) HttpServletRequest request) {
    readers.unsubscribe(reader(request));
    return page(true);
  }

  /** Read off the URL alone: asking for a parameter would read the body. */
  private Reader reader(HttpServletRequest request) {
    String query = request.getQueryString();
    @Nullable String token =
        UriComponentsBuilder.newInstance().query(query).build().getQueryParams().getFirst("token");
    if (token == null) {
      throw new UnsubscribeLinkRefused();
    }
    return links.reader(token).orElseThrow(UnsubscribeLinkRefused::new);
  }

  private ResponseEntity<String> page(boolean done) {
    return ResponseEntity.ok()
        .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
        .cacheControl(CacheControl.noStore())
        .header("Content-Security-Policy", POLICY)
        .header("Referrer-Policy", "no-referrer")
        .header("X-Robots-Tag", "noindex")
        .body(letters.page("unsubscribe.html", Map.of("done", done)));
  }

  /** The link is incomplete, or was changed after it was signed. */
  static final class UnsubscribeLinkRefused extends Problem {
    UnsubscribeLinkRefused() {
      super(
          HttpStatus.FORBIDDEN,
          "This link is not complete. Open it from the mail again, or turn mail off in your profile: email_notifications.");
    }
  }
}
