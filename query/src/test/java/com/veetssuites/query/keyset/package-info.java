@NullMarked
package com.veetssuites.query.keyset;

import org.jspecify.annotations.NullMarked;
