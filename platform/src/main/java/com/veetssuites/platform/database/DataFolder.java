package com.veetssuites.platform.database;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * The folder of what the application keeps on this machine: the embedded database, files, generated secrets.
 *
 * @param path the folder; made on the first start
 */
@ConfigurationProperties("veets")
public record DataFolder(@Name("data-folder") @DefaultValue("data") Path path) {}
