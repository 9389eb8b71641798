package com.veetssuites.platform.account;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** The authentication of a request: a viewer and nothing else, no credentials kept. */
final class ViewerAuthentication extends AbstractAuthenticationToken {

  private final transient Viewer viewer;

  ViewerAuthentication(Viewer viewer) {
    super(List.of(new SimpleGrantedAuthority("ROLE_" + viewer.role().name())));
    this.viewer = viewer;
    setAuthenticated(true);
  }

  @Override
  public Object getCredentials() {
    return "";
  }

  @Override
  public Viewer getPrincipal() {
    return viewer;
  }

  @Override
  public String getName() {
    return viewer.taskOwner();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ViewerAuthentication that && viewer.equals(that.viewer);
  }

  @Override
  public int hashCode() {
    return viewer.hashCode();
  }
}
