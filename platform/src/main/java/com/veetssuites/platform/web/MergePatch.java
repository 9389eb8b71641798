package com.veetssuites.platform.web;

import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Applies a JSON merge patch (RFC 7396) to the editable form of a resource, so that PATCH is
 * checked by the same rules as PUT: absent fields keep their values, unknown ones and nulls are
 * refused by the form.
 */
@Component
public class MergePatch {

  private final JsonMapper json;
  private final Validator validator;

  MergePatch(JsonMapper json, Validator validator) {
    this.json = json;
    this.validator = validator;
  }

  /**
   * Returns the form with the fields of the patch replaced.
   *
   * @throws InvalidRequest when the patch is not an object
   * @throws ConstraintViolationException when the result is not valid
   * @throws tools.jackson.core.JacksonException when a field is unknown or of the wrong type
   */
  public <T> T apply(T form, JsonNode patch) {
    if (!patch.isObject()) {
      throw new InvalidRequest("The body must be one JSON object with the fields to change.");
    }
    ObjectNode merged = json.valueToTree(form);
    patch.properties().forEach(field -> merged.set(field.getKey(), field.getValue()));
    @SuppressWarnings("unchecked")
    T result = (T) json.treeToValue(merged, form.getClass());
    var violations = validator.validate(result);
    if (!violations.isEmpty()) {
      throw new ConstraintViolationException(violations);
    }
    return result;
  }
}
