package com.veetssuites.platform.account;

import com.veetssuites.platform.web.MergePatch;
import com.veetssuites.platform.web.Version;
import com.veetssuites.response.CachedView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** The profile of the viewer. */
@RestController
@RequestMapping("/api/users/profile")
@Tag(name = "users")
class ProfileController {

  private final Users users;
  private final MergePatch mergePatch;
  private final TransactionOperations transactions;
  private final Profiles profiles;

  ProfileController(
      Users users, MergePatch mergePatch, TransactionOperations transactions, Profiles profiles) {
    this.users = users;
    this.mergePatch = mergePatch;
    this.transactions = transactions;
    this.profiles = profiles;
  }

  /** What a user may change about themselves. */
  record ProfileForm(
      @NotBlank @Size(max = 100) String firstName,
      @NotBlank @Size(max = 100) String lastName,
      boolean emailNotifications) {}

  @CachedView(key = "user:profile:{viewer}", timeout = "10m")
  @GetMapping
  @Operation(summary = "My profile")
  Profile profile(@AuthenticationPrincipal Viewer viewer, HttpServletResponse response) {
    return show(profiles.ofUser(viewer.id()).orElseThrow(), response);
  }

  @PatchMapping
  @Operation(
      summary = "Change my profile",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content = @Content(schema = @Schema(implementation = ProfileForm.class))))
  Profile change(
      @AuthenticationPrincipal Viewer viewer,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestBody JsonNode patch,
      HttpServletResponse response) {
    User changed =
        transactions.execute(status -> {
          User user = users.findById(viewer.id()).orElseThrow();
          Version.check(ifMatch, user.version());
          var current =
              new ProfileForm(user.firstName(), user.lastName(), user.emailNotifications());
          var form = mergePatch.apply(current, patch);
          user.rename(form.firstName().strip(), form.lastName().strip());
          user.notifyByEmail(form.emailNotifications());
          return users.save(user);
        });
    return show(Profiles.Versioned.of(changed), response);
  }

  private static Profile show(Profiles.Versioned profile, HttpServletResponse response) {
    response.setHeader(HttpHeaders.ETAG, Version.tag(profile.version()));
    return profile.profile();
  }
}
