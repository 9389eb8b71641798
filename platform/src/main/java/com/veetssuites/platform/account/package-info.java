/** Users, log-ins and tokens; decides who is asking. */
@NullMarked
package com.veetssuites.platform.account;

import org.jspecify.annotations.NullMarked;
