package com.veetssuites.platform.database;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which PostgreSQL the application uses.
 *
 * @param url {@code postgres://user:password@host:port/database} (also {@code postgresql://} and
 *     {@code jdbc:postgresql://}) of a PostgreSQL 15 or newer; empty: an embedded one in the data
 *     folder
 * @param attach whether this process uses the embedded database beside a running server instead of
 *     insisting on being the server of the data folder: what commands want
 */
@ConfigurationProperties("veets.database")
record DatabaseProperties(@DefaultValue("") String url, @DefaultValue("false") boolean attach) {

  @Override
  public String toString() {
    return "DatabaseProperties[url=%s, attach=%s]"
        .formatted(url.isBlank() ? "" : "(given)", attach);
  }
}
