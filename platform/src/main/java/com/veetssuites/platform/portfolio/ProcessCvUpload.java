package com.veetssuites.platform.portfolio;

/**
 * The task that reads the document of a portfolio. One is enqueued with each upload; a second one
 * for the same document changes nothing.
 */
public record ProcessCvUpload(long portfolioId) {}
