package com.veetssuites.platform.health;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Health, for load balancers and people. */
@RestController
@RequestMapping("/api/health")
@Tag(name = "health")
class HealthController {

  private final List<Probe> probes;

  HealthController(Probes probes) {
    this.probes = probes.all();
  }

  @GetMapping
  @SecurityRequirements
  @Operation(summary = "Which parts of the platform work")
  @ApiResponse(responseCode = "200", description = "All of them")
  @ApiResponse(responseCode = "503", description = "Not all of them")
  ResponseEntity<Map<String, Boolean>> health() {
    long deadline = System.nanoTime() + Probe.TIMEOUT.toNanos();
    List<CompletableFuture<Boolean>> answers = probes.stream().map(Probe::ask).toList();
    Map<String, Boolean> health = new LinkedHashMap<>();
    for (int i = 0; i < answers.size(); i++) {
      health.put(probes.get(i).name(), Probe.await(answers.get(i), deadline));
    }
    boolean sound = !health.containsValue(false);
    return ResponseEntity.status(sound ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
        .body(health);
  }
}
