/** Mail, against real SMTP servers, a real database and real files. */
@NullMarked
package com.veetssuites.platform.notification;

import org.jspecify.annotations.NullMarked;
