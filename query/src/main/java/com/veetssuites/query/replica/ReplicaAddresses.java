package com.veetssuites.query.replica;

import java.util.List;

/** The replicas of the database; an application that has their addresses elsewhere declares it. */
public record ReplicaAddresses(List<ReplicaAddress> list) {

  public ReplicaAddresses {
    list = List.copyOf(list);
  }
}
