@NullMarked
package com.veetssuites.query;

import org.jspecify.annotations.NullMarked;
