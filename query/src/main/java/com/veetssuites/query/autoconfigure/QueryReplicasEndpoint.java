package com.veetssuites.query.autoconfigure;

import com.veetssuites.query.replica.ReplicaStatus;
import com.veetssuites.query.replica.Replicas;
import java.util.List;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** What this node knows of each replica: {@code queryreplicas}. None of them makes it unhealthy. */
@Endpoint(id = "queryreplicas")
public final class QueryReplicasEndpoint {

  private final Replicas replicas;

  QueryReplicasEndpoint(Replicas replicas) {
    this.replicas = replicas;
  }

  /** All of them, in the order of the settings. */
  @ReadOperation
  public List<ReplicaStatus> status() {
    return replicas.status();
  }
}
