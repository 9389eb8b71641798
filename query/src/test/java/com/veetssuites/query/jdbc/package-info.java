@NullMarked
package com.veetssuites.query.jdbc;

import org.jspecify.annotations.NullMarked;
