package com.veetssuites.platform.web;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.tags.Tag;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.util.StringUtils;
import tools.jackson.databind.JsonNode;

/** The description of the API (OpenAPI 3.1) at {@code /api/docs/openapi}. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

  static final String PROBLEM = "ProblemDetail";
  private static final String BEARER = "bearer";

  static {
    SpringDocUtils.getConfig()
        .replaceWithSchema(
            JsonNode.class, new ObjectSchema().description("JSON").additionalProperties(true))
        .addRequestWrapperToIgnore(PageRequest.class)
        .addAnnotationsToIgnore(AuthenticationPrincipal.class)
        .replaceWithSchema(
            BigDecimal.class,
            new StringSchema().format("decimal").description("A decimal number").example("49.90"));
  }

  @Bean
  OpenAPI openApi() {
    return new OpenAPI()
        .info(
            new Info()
                .title("VeetsSuites API")
                .version(
                    Objects.requireNonNullElse(
                        OpenApiConfiguration.class.getPackage().getImplementationVersion(),
                        "unreleased"))
                .description(
                    """
                    Courses with live sessions, enrollments and CV portfolios.

                    JSON in snake_case; times in UTC (ISO 8601); amounts as decimal strings. Every path answers with and \
                    without its trailing slash. Lists come in pages, by number (`page`) or by `cursor`. Writes name the \
                    version that they change: send the `ETag` of what you read in `If-Match`. Every error is a problem \
                    detail (RFC 9457).\
                    """)
                .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
        .tags(
            List.of(
                tag("auth", "Registration, log-in and tokens"),
                tag("users", "The user who is logged in"),
                tag("courses", "The catalogue and its editing"),
                tag("enrollments", "Places in courses"),
                tag("payments", "For the payment provider"),
                tag("sessions", "Live sessions and their recordings"),
                tag("portfolio", "CVs"),
                tag("files", "What signed links lead to"),
                tag("analytics", "Reports for administrators"),
                tag("health", "For load balancers")))
        .components(
            new Components()
                .addSchemas(PROBLEM, problem())
                .addSecuritySchemes(
                    BEARER,
                    new SecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .bearerFormat("JWT")
                        .description("The access token of a log-in.")))
        .addSecurityItem(new SecurityRequirement().addList(BEARER));
  }

  private static Tag tag(String name, String description) {
    return new Tag().name(name).description(description);
  }

  private static Schema<?> problem() {
    Schema<?> error =
        new ObjectSchema()
            .addProperty("field", new StringSchema().example("price"))
            .addProperty("message", new StringSchema().example("must be a decimal number"))
            .required(List.of("field", "message"));
    return new ObjectSchema()
        .description("What was wrong with a request (RFC 9457).")
        .addProperty(
            "type",
            new StringSchema().format("uri").example("urn:veetssuites:problem:invalid-request"))
        .addProperty("title", new StringSchema().example("Invalid request"))
        .addProperty("status", new IntegerSchema().example(400))
        .addProperty(
            "detail",
            new StringSchema().example("The request is invalid: price must be a decimal number."))
        .addProperty("instance", new StringSchema().format("uri-reference"))
        .addProperty("errors", new ArraySchema().items(error))
        .required(List.of("type", "title", "status", "detail"));
  }

  /** Properties are described under the names that they have in JSON. */
  @Bean
  ModelResolver snakeCase(ObjectMapperProvider mappers) {
    return new ModelResolver(
            mappers
                .jsonMapper()
                .copy()
                .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE))
        .openapi31(mappers.isOpenapi31());
  }

  @Bean
  ListParameters listParameters() {
    return new ListParameters();
  }

  @Bean
  OperationCustomizer problemResponses() {
    return new ProblemResponses();
  }

  /**
   * {@code CourseController.detail} is {@code courseDetail}: names that a generated client can
   * keep.
   */
  @Bean
  OperationCustomizer operationIds() {
    return (operation, handler) -> {
      String resource = handler.getBeanType().getSimpleName().replace("Controller", "");
      String method = handler.getMethod().getName();
      return operation.operationId(
          StringUtils.uncapitalize(resource) + StringUtils.capitalize(method));
    };
  }

  /**
   * Clients have always called the API with trailing slashes; a link to a file ends with its name.
   */
  @Bean
  OpenApiCustomizer trailingSlashesInPaths() {
    return api -> {
      var paths = new Paths();
      if (api.getPaths() != null) {
        api.getPaths()
            .forEach((path, item) ->
                paths.addPathItem(
                    path.startsWith("/api/files/") || path.endsWith("/") ? path : path + "/",
                    item));
      }
      api.setPaths(paths);
    };
  }

  /** Whether an operation is described as needing an access token. */
  static boolean isSecured(Operation operation) {
    return operation.getSecurity() == null || !operation.getSecurity().isEmpty();
  }
}
