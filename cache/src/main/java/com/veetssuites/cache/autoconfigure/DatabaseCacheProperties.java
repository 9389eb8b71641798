package com.veetssuites.cache.autoconfigure;

import com.veetssuites.cache.jdbc.OutboxMode;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The bridge between the database and the cache.
 *
 * @param enabled Whether what statements read and write decides what is cached.
 * @param outbox What to do about the table cache_outbox: create it when it is missing, require it,
 *     or do without it.
 */
@ConfigurationProperties("veets.cache.database")
public record DatabaseCacheProperties(
    @DefaultValue("true") boolean enabled, @DefaultValue("auto") OutboxMode outbox) {}
