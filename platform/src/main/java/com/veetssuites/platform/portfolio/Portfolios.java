package com.veetssuites.platform.portfolio;

import com.veetssuites.platform.account.User;
import com.veetssuites.query.FetchPlan;
import jakarta.persistence.LockModeType;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

/** All portfolios. */
interface Portfolios extends JpaRepository<Portfolio, Long> {

  /** The portfolio of a user, with the user. */
  @FetchPlan(join = "user")
  @Query("select p from Portfolio p where p.user.id = :user")
  Optional<Portfolio> findByUser(long user);

  /** The id of the user whose portfolio it is. */
  @Query("select p.user.id from Portfolio p where p.id = :id")
  Optional<Long> findUserOf(long id);

  /** Locks a user until the end of the transaction: their portfolio changes once at a time. */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select u from User u where u.id = :user")
  Optional<User> lockUser(long user);
}
