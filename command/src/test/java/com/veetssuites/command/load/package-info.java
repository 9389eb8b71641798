/** What load-test says before it begins; the run itself is tested in benchmarks, on a platform. */
@NullMarked
package com.veetssuites.command.load;

import org.jspecify.annotations.NullMarked;
