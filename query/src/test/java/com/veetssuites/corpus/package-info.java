/** An application that reads its data well and badly, for what the query module says of it. */
@NullMarked
package com.veetssuites.corpus;

import org.jspecify.annotations.NullMarked;
