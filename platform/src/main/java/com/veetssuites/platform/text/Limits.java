package com.veetssuites.platform.text;

/**
 * What may be read of a document.
 *
 * @param pages a document of more is refused
 * @param characters a document of more is refused
 */
record Limits(int pages, int characters) {}
