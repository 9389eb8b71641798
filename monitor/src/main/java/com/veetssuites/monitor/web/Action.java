package com.veetssuites.monitor.web;

/**
 * A button that changes something.
 *
 * @param label what it says
 * @param path where it is posted to
 * @param name of the one field that is posted
 */
record Action(String label, String path, String name, String value) {}
