package com.veetssuites.query.spring;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The entity managers that Spring has bound to the calling thread. */
public final class BoundEntityManagers implements Supplier<List<EntityManager>> {

  @Override
  public List<EntityManager> get() {
    List<EntityManager> bound = List.of();
    for (Object resource : TransactionSynchronizationManager.getResourceMap().values()) {
      if (resource instanceof EntityManagerHolder holder && holder.getEntityManager().isOpen()) {
        bound = bound.isEmpty() ? new ArrayList<>(1) : bound;
        bound.add(holder.getEntityManager());
      }
    }
    return bound;
  }
}
