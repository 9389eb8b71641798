/** A small school with each kind of association. */
@NullUnmarked
package com.veetssuites.query.hibernate.school;

import org.jspecify.annotations.NullUnmarked;
