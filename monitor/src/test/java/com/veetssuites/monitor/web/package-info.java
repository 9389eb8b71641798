/** What pages are asked for and how they are drawn. */
@NullMarked
package com.veetssuites.monitor.web;

import org.jspecify.annotations.NullMarked;
