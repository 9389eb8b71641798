package com.veetssuites.platform.analytics;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Answers with the table of a report as CSV. */
@Component
class ReportCsv extends AbstractHttpMessageConverter<StoredReport> {

  static final String TYPE = "text/csv";

  ReportCsv() {
    super(UTF_8, new MediaType("text", "csv"));
  }

  @Override
  protected boolean supports(Class<?> type) {
    return type == StoredReport.class;
  }

  @Override
  public boolean canRead(Class<?> type, @Nullable MediaType mediaType) {
    return false;
  }

  @Override
  protected StoredReport readInternal(Class<? extends StoredReport> type, HttpInputMessage input) {
    throw new HttpMessageNotReadableException("A report is not read", input);
  }

  @Override
  protected void writeInternal(StoredReport report, HttpOutputMessage output) throws IOException {
    output
        .getHeaders()
        .setContentDisposition(
            ContentDisposition.attachment()
                .filename(
                    "%s_%s_%s.csv"
                        .formatted(report.reportType().value(), report.dateFrom(), report.dateTo()))
                .build());
    ReportTable table = ReportTable.of(report.reportType());
    var writer = new BufferedWriter(new OutputStreamWriter(output.getBody(), UTF_8));
    var csv = new Csv(writer);
    csv.row(table.columns());
    for (JsonNode row : report.content().path(table.list())) {
      csv.row(table.columns().stream().map(column -> text(row.path(column))).toList());
    }
    writer.flush();
  }

  /** What was earned in several currencies is one text: {@code 49.90 USD; 10.00 EUR}. */
  private static String text(JsonNode value) {
    return value.isArray()
        ? value
            .valueStream()
            .map(
                each -> each.path("amount").asString("") + " " + each.path("currency").asString(""))
            .collect(Collectors.joining("; "))
        : value.asString("");
  }
}
