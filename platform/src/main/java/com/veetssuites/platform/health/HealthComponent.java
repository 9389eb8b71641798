package com.veetssuites.platform.health;

/**
 * A part of the platform that it cannot work without: a bean of this type appears in {@code
 * /api/health/} by its name, and in {@code /actuator/health} by {@link ActuatorHealth}.
 */
public interface HealthComponent {

  /** The key in the answer, such as {@code database}. */
  String name();

  /**
   * Whether the part works now. It may take its time or throw: after a second and a half, and for
   * anything thrown, the answer is that it does not. It is asked by one thread at a time.
   */
  boolean works() throws Exception;
}
