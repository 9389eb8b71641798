package com.veetssuites.platform.web;

import com.veetssuites.response.ViewParameters;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.QueryParameter;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.core.MethodParameter;
import org.springframework.web.method.HandlerMethod;

/**
 * Tells the parameters of a list by its {@link Listing}: to the API's description and to caches.
 */
final class ListParameters implements OperationCustomizer, ViewParameters {

  @Override
  public Set<String> of(HandlerMethod handler) {
    Set<String> names = new HashSet<>();
    for (MethodParameter parameter : handler.getMethodParameters()) {
      Listing listing = parameter.getParameterAnnotation(Listing.class);
      if (listing != null) {
        names.addAll(List.of("page", "page_size", "cursor", "ordering"));
        names.addAll(List.of(listing.filters()));
        if (listing.search()) {
          names.add("search");
        }
      }
    }
    return names;
  }

  @Override
  public Operation customize(Operation operation, HandlerMethod handler) {
    for (MethodParameter parameter : handler.getMethodParameters()) {
      Listing listing = parameter.getParameterAnnotation(Listing.class);
      if (listing != null) {
        describe(operation, listing);
      }
    }
    return operation;
  }

  private static void describe(Operation operation, Listing listing) {
    add(
        operation,
        "page",
        "Number of the page; not together with cursor.",
        number(1, Integer.MAX_VALUE / PageRequest.MAX_SIZE, 1));
    add(
        operation,
        "page_size",
        "Rows a page.",
        number(1, PageRequest.MAX_SIZE, PageRequest.DEFAULT_SIZE));
    add(
        operation,
        "cursor",
        "Empty for the first page, otherwise from a next or previous link: costs the same however far it lies.",
        new StringSchema());
    List<String> orderings =
        Arrays.stream(listing.orderings())
            .map(text -> Ordering.parse(text).field())
            .flatMap(field -> Stream.of(field, "-" + field))
            .toList();
    var ordering = new StringSchema();
    orderings.forEach(ordering::addEnumItem);
    ordering.setDefault(listing.orderings()[0]);
    add(operation, "ordering", "Order of the rows; with a leading - descending.", ordering);
    if (listing.search()) {
      add(
          operation,
          "search",
          "Words, each the beginning of a word in the row.",
          new StringSchema().maxLength(PageRequestResolver.MAX_SEARCH_LENGTH));
    }
  }

  private static Schema<?> number(int min, int max, int standard) {
    IntegerSchema schema = new IntegerSchema();
    schema.setMinimum(BigDecimal.valueOf(min));
    schema.setMaximum(BigDecimal.valueOf(max));
    schema.setDefault(standard);
    return schema;
  }

  private static void add(Operation operation, String name, String description, Schema<?> schema) {
    Parameter parameter =
        new QueryParameter().name(name).description(description).required(false).schema(schema);
    operation.addParametersItem(parameter);
  }
}
