package com.veetssuites.platform.account;

import java.util.Optional;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.CrudRepository;

/** All users. */
public interface Users extends CrudRepository<User, Long> {

  /** The user of an e-mail address in lower case. */
  @Query("select u from User u where lower(u.email) = :email")
  Optional<User> findByEmail(String email);
}
