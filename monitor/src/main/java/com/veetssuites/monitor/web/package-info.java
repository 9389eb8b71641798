/** The dashboard: pages made on the server, live figures, and nothing from anywhere else. */
@NullMarked
package com.veetssuites.monitor.web;

import org.jspecify.annotations.NullMarked;
