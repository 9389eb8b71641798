package com.veetssuites.platform.cv;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a CV says. What was not found is null or empty.
 *
 * @param phone as it is written
 * @param location town and country, never a street
 * @param links addresses of web pages, with their scheme
 * @param languages names of the languages that somebody speaks, as they are written
 * @param education in the order of the document
 * @param experience likewise
 */
public record CvContent(
    @Nullable String name,
    @Nullable String email,
    @Nullable String phone,
    @Nullable String location,
    List<String> links,
    @Nullable String summary,
    List<String> skills,
    List<String> languages,
    List<CvEntry> education,
    List<CvEntry> experience) {

  public CvContent {
    links = List.copyOf(links);
    skills = List.copyOf(skills);
    languages = List.copyOf(languages);
    education = List.copyOf(education);
    experience = List.copyOf(experience);
  }
}
