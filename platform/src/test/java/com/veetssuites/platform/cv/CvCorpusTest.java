package com.veetssuites.platform.cv;

import static org.assertj.core.api.Assertions.assertThat;

import com.veetssuites.platform.text.DocumentText;
import com.veetssuites.platform.text.InProcess;
import com.veetssuites.platform.text.UnreadableDocument;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

/** Invariant: at least nine of ten expected fields are read rightly, in CVs of all kinds. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class CvCorpusTest {

  private static final JsonMapper JSON = JsonMapper.shared();

  @Test
  void nine_of_ten_fields_of_the_cvs_are_right_that_the_rules_were_tuned_on() {
    assertThat(measured("tuned").share()).isGreaterThanOrEqualTo(0.9);
  }

  @Test
  void nine_of_ten_fields_of_the_cvs_are_right_that_were_held_out() {
    assertThat(measured("held-out").share()).isGreaterThanOrEqualTo(0.9);
  }

  private static Score measured(String folder) {
    List<CvCase> cases = CvCase.in(folder);
    var all = new Score();
    for (CvCase cv : cases) {
      all.add(Score.of(cv.name(), cv.expected(), JSON.valueToTree(content(cv))));
    }
    all.misses().forEach(System.out::println);
    System.out.printf("CVs %s: %d documents, %s%n", folder, cases.size(), all);
    return all;
  }

  private static CvContent content(CvCase cv) {
    try {
      DocumentText text = InProcess.read(cv.document());
      return CvParser.parse(text.text(), text.largest(), text.links());
    } catch (UnreadableDocument e) {
      throw new AssertionError(cv.name(), e);
    }
  }
}
