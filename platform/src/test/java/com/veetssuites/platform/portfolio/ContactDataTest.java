package com.veetssuites.platform.portfolio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ContactDataTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static String withoutContactData(String json) {
    return ContactData.removedFrom(JSON.readTree(json)).toString();
  }

  @Test
  void fields_of_contact_data_are_left_out_at_any_depth() {
    assertThat(
            withoutContactData(
                """
                {"name": "Ada", "email": "a@b.c", "e-mail": 1, "phoneNumber": "1", "mobile": "2",
                 "person": {"contact": {"x": 1}, "skills": ["Java", {"E_MAIL": "x"}]}, "years": 7}\
                """))
        .isEqualTo("{\"name\":\"Ada\",\"person\":{\"skills\":[\"Java\",{}]},\"years\":7}");
  }

  @Test
  void addresses_and_numbers_inside_other_texts_are_blotted_out() {
    assertThat(
            withoutContactData(
                """
                {"summary": "Write to ada.l+cv@example.co.uk or call +49 (0)171 / 123-45 67; 2019-2023: Java 25",
                 "lines": ["(555) 123-4567", "ada @ example.org", "1999 - 2004"], "reference": 491711234567}\
                """))
        .isEqualTo(
            "{\"summary\":\"Write to … or call …; 2019-2023: Java 25\","
                + "\"lines\":[\"…\",\"…\",\"1999 - 2004\"],\"reference\":\"…\"}");
  }
}
