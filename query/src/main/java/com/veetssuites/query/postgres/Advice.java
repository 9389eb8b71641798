package com.veetssuites.query.postgres;

import java.util.List;

/**
 * What {@link IndexAdvisor} has to say.
 *
 * @param proposals the one that helps the most time first
 * @param notes why there is less to say than there might be, a sentence each
 */
public record Advice(
    List<IndexProposal> proposals, List<CatalogFinding> findings, List<String> notes) {}
