package com.veetssuites.platform.cv;

/** The parts of a CV. */
enum Section {
  /** What stands above the first heading. */
  TOP,
  CONTACT,
  SUMMARY,
  EXPERIENCE,
  EDUCATION,
  SKILLS,
  LANGUAGES,
  /** Something else, as publications or hobbies. */
  OTHER
}
