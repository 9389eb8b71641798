package com.veetssuites.response;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Who sends a request, as known before the filters of the application have run. A bean of this type
 * is what makes answers for principals cacheable; without one, requests with credentials pass the
 * cache by.
 */
@FunctionalInterface
public interface VerifiedPrincipals {

  /**
   * The name of the principal that the application is going to authenticate for this request, its
   * credentials fully verified right now: signature, expiry, revocation. Whatever else answers
   * depend on (a tenant, the scopes of a token) belongs into the name.
   *
   * @return null when that is not known or the credentials are bad; the application then answers as
   *     if there were no cache
   */
  @Nullable String of(HttpServletRequest request);
}
