package com.veetssuites.monitor.postgres;

/**
 * An event that somebody is to be told of.
 *
 * @param attempts with this one
 */
public record DeliveryRow(AlertEventRow event, int attempts) {}
