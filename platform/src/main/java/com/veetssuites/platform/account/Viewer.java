package com.veetssuites.platform.account;

/**
 * Who is asking: the principal of a request, checked against the log-in it belongs to.
 *
 * @param id of the user
 * @param role as it is now, not as it was when the token was issued
 * @param login the log-in that the access token belongs to
 */
public record Viewer(long id, Role role, long login) {

  public boolean isAdmin() {
    return role == Role.ADMIN;
  }

  /** Whether this is the user with that id, or an administrator, who may act for anyone. */
  public boolean mayActFor(long userId) {
    return isAdmin() || id == userId;
  }

  /** The name under which tasks are theirs. */
  public String taskOwner() {
    return "user:" + id;
  }
}
