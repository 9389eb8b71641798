package foreign.library;

/** The task of writing to somebody. */
record SendReminder(String to) {}
