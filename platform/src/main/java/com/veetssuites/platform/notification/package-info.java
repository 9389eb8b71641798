/** Mail to people: written by template, sent once, and not to those who want none. */
@NullMarked
package com.veetssuites.platform.notification;

import org.jspecify.annotations.NullMarked;
