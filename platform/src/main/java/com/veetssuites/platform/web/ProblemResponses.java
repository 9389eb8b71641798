package com.veetssuites.platform.web;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.List;
import java.util.Objects;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.http.HttpHeaders;
import org.springframework.web.method.HandlerMethod;

/** Describes the problems that an operation can answer with, by what it takes. */
final class ProblemResponses implements OperationCustomizer {

  @Override
  public Operation customize(Operation operation, HandlerMethod handler) {
    List<Parameter> parameters =
        Objects.requireNonNullElse(operation.getParameters(), List.<Parameter>of());
    if (!parameters.isEmpty() || operation.getRequestBody() != null) {
      add(operation, 400, "The request is malformed");
      add(operation, 401, "No valid access token");
    } else if (OpenApiConfiguration.isSecured(operation)) {
      add(operation, 401, "No valid access token");
    }
    if (OpenApiConfiguration.isSecured(operation)) {
      add(operation, 403, "Not for this user");
    }
    if (parameters.stream().anyMatch(parameter -> "path".equals(parameter.getIn()))) {
      add(operation, 404, "There is no such thing, or not for this user");
    }
    parameters.stream()
        .filter(parameter -> HttpHeaders.IF_MATCH.equalsIgnoreCase(parameter.getName()))
        .forEach(parameter -> {
          parameter.setRequired(true);
          parameter.setDescription(
              "The ETag of the version that is to be changed, or * for whatever is there.");
          parameter.setExample("\"3\"");
          add(operation, 412, "It has changed since that version");
          add(operation, 428, "If-Match is missing");
        });
    return operation;
  }

  private static void add(Operation operation, int status, String description) {
    if (operation.getResponses() == null) {
      operation.setResponses(new ApiResponses());
    }
    operation
        .getResponses()
        .putIfAbsent(
            Integer.toString(status),
            new ApiResponse()
                .description(description)
                .content(
                    new Content()
                        .addMediaType(
                            org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                            new MediaType()
                                .schema(
                                    new Schema<>()
                                        .$ref(
                                            "#/components/schemas/"
                                                + OpenApiConfiguration.PROBLEM)))));
  }
}
