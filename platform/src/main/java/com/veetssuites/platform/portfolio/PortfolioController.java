package com.veetssuites.platform.portfolio;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.veetssuites.platform.account.Viewer;
import com.veetssuites.platform.web.MergePatch;
import com.veetssuites.platform.web.UploadEndpoint;
import com.veetssuites.platform.web.Version;
import com.veetssuites.response.CachedView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import tools.jackson.databind.JsonNode;

/** The viewer's portfolio, and the public ones of others. */
@RestController
@RequestMapping(PortfolioController.PATH)
@Tag(name = "portfolio")
class PortfolioController {

  static final String PATH = "/api/portfolio";

  private final PortfolioContents contents;
  private final PortfolioKeeper keeper;
  private final UploadSlots slots;
  private final MergePatch mergePatch;

  PortfolioController(
      PortfolioContents contents,
      PortfolioKeeper keeper,
      UploadSlots slots,
      MergePatch mergePatch) {
    this.contents = contents;
    this.keeper = keeper;
    this.slots = slots;
    this.mergePatch = mergePatch;
  }

  @Bean
  static UploadEndpoint portfolioUpload() {
    return new UploadEndpoint("POST", PATH);
  }

  /** The form of an upload, for the description of the API. */
  record UploadForm(MultipartFile file, @JsonProperty("is_public") @Nullable Boolean isPublic) {}

  /** What its owner may change about a portfolio without a new document. */
  record Visibility(@NotNull @JsonProperty("is_public") Boolean isPublic) {}

  @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @Operation(
      summary = "Upload my CV, PDF or DOCX of 10 MB at most; it replaces the one before",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      mediaType = MediaType.MULTIPART_FORM_DATA_VALUE,
                      schema = @Schema(implementation = UploadForm.class))))
  ResponseEntity<MyPortfolio> upload(
      @Parameter(hidden = true) MultipartHttpServletRequest request,
      @AuthenticationPrincipal Viewer viewer) {
    PortfolioKeeper.Kept kept;
    try (var slot = slots.take(viewer.id())) {
      kept = keeper.keep(PortfolioUpload.of(request), viewer);
    }
    return ResponseEntity.status(kept.created() ? HttpStatus.CREATED : HttpStatus.OK)
        .header(HttpHeaders.LOCATION, PATH + "/")
        .header(HttpHeaders.ETAG, Version.tag(kept.portfolio().version()))
        .header(HttpHeaders.LINK, "</api/tasks/%s/>; rel=\"status\"".formatted(kept.task()))
        .body(MyPortfolio.of(kept.portfolio()));
  }

  @GetMapping
  @Operation(summary = "My portfolio")
  MyPortfolio mine(@AuthenticationPrincipal Viewer viewer, HttpServletResponse response) {
    return show(contents.ofUser(viewer.id()).orElseThrow(PortfolioNotFound::mine), response);
  }

  @PatchMapping
  @Operation(
      summary = "Show my portfolio to everybody, or hide it",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content = @Content(schema = @Schema(implementation = Visibility.class))))
  MyPortfolio change(
      @RequestBody JsonNode patch,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @AuthenticationPrincipal Viewer viewer,
      HttpServletResponse response) {
    Portfolio changed =
        keeper.show(
            portfolio -> mergePatch.apply(new Visibility(portfolio.isPublic()), patch).isPublic(),
            viewer,
            ifMatch);
    return show(PortfolioContents.Content.of(changed), response);
  }

  @DeleteMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Delete my portfolio with its document")
  void delete(
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @AuthenticationPrincipal Viewer viewer) {
    keeper.delete(viewer, ifMatch);
  }

  @CachedView(key = "portfolio:public:{userId}", timeout = "10m", shared = true)
  @GetMapping("/{userId}")
  @SecurityRequirements
  @Operation(summary = "The public portfolio of a user")
  PublicPortfolio ofUser(@PathVariable long userId) {
    return contents
        .ofUser(userId)
        .map(PortfolioContents.Content::open)
        .orElseThrow(() -> PortfolioNotFound.of(userId));
  }

  private static MyPortfolio show(PortfolioContents.Content content, HttpServletResponse response) {
    response.setHeader(HttpHeaders.ETAG, Version.tag(content.version()));
    return content.mine();
  }
}
