/**
 * What every endpoint shares: pages, problems, versions, and the guard against malformed requests.
 */
@NullMarked
package com.veetssuites.platform.web;

import org.jspecify.annotations.NullMarked;
