/** Tests of the routing to read replicas, on a real primary with real standbys. */
@NullMarked
package com.veetssuites.query.replica;

import org.jspecify.annotations.NullMarked;
