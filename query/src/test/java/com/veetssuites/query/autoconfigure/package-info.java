@NullMarked
package com.veetssuites.query.autoconfigure;

import org.jspecify.annotations.NullMarked;
