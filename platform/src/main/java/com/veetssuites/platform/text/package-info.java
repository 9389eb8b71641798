/**
 * The text of PDF and DOCX documents. Documents of strangers are read in a process of its own,
 * which can be killed and has little memory; the server never loads what reads them.
 */
@NullMarked
package com.veetssuites.platform.text;

import org.jspecify.annotations.NullMarked;
