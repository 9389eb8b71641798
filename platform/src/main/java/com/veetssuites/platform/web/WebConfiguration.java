package com.veetssuites.platform.web;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.apache.catalina.core.StandardHost;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.convert.converter.ConverterFactory;
import org.springframework.format.FormatterRegistry;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.UrlHandlerFilter;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.deser.jdk.NumberDeserializers;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

@Configuration(proxyBeanMethods = false)
class WebConfiguration implements WebMvcConfigurer {

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(new PageRequestResolver());
  }

  /** Constants in a path or a query are written as in JSON: {@code completed}. */
  @Override
  public void addFormatters(FormatterRegistry registry) {
    registry.addConverterFactory(new WireNames());
  }

  /**
   * The API is documented with trailing slashes, as its clients have always called it; both forms
   * answer.
   */
  @Bean
  FilterRegistrationBean<UrlHandlerFilter> trailingSlashes() {
    var filter =
        new FilterRegistrationBean<>(
            UrlHandlerFilter.trailingSlashHandler("/api/**").wrapRequest().build());
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
    return filter;
  }

  @Bean
  FilterRegistrationBean<RequestGuard> requestGuard(
      ProblemWriter problems,
      ObjectProvider<UploadEndpoint> uploads,
      @Value("${spring.servlet.multipart.max-request-size}") DataSize maxUpload) {
    var filter =
        new FilterRegistrationBean<>(
            new RequestGuard(problems, uploads.stream().toList(), maxUpload.toBytes()));
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return filter;
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsOfTheServer() {
    return factory ->
        factory.addContextCustomizers(context -> {
          if (context.getParent() instanceof StandardHost host) {
            host.setErrorReportValveClass(ProblemReportValve.class.getName());
          }
        });
  }

  /**
   * What the firewall of Spring Security refuses: paths with encoded slashes, semicolons, and the
   * like.
   */
  @Bean
  RequestRejectedHandler rejectedRequests(ProblemWriter problems) {
    return (request, response, rejected) ->
        problems.write(
            new InvalidRequest("The path holds characters or sequences that no path here has."),
            response);
  }

  @Bean
  JsonMapperBuilderCustomizer strictJson() {
    return builder ->
        builder
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            // A patch is read as a tree, where a double would make 1e-400 a price of 0.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .addModule(
                new SimpleModule("strict")
                    .addDeserializer(String.class, new StrictString())
                    .addDeserializer(BigDecimal.class, new BoundedDecimal())
                    .addSerializer(Instant.class, new InstantSerializer()))
            // Amounts of money are strings in our answers, so they may be strings in requests.
            .withCoercionConfig(
                LogicalType.Float,
                config -> config.setCoercion(CoercionInputShape.String, CoercionAction.TryConvert));
  }

  private static final class WireNames implements ConverterFactory<String, Enum<?>> {

    @Override
    public <T extends Enum<?>> Converter<String, T> getConverter(Class<T> type) {
      return text -> {
        for (T constant : type.getEnumConstants()) {
          if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
            return constant;
          }
        }
        throw new IllegalArgumentException("There is no such constant");
      };
    }
  }

  /**
   * Decimals of a sane size: 1e999999999 is short to write, and takes the memory and the time of a
   * billion digits as soon as somebody rounds it.
   */
  private static final class BoundedDecimal extends NumberDeserializers.BigDecimalDeserializer {

    private static final int MAX_LENGTH = 100;
    private static final int MAX_EXPONENT = 100;

    @Override
    public BigDecimal deserialize(JsonParser parser, DeserializationContext context) {
      if (parser.currentToken() == JsonToken.VALUE_STRING
          && parser.getStringLength() > MAX_LENGTH) {
        return refused(context);
      }
      BigDecimal number = super.deserialize(parser, context);
      boolean sane =
          number == null
              || (number.scale() >= -MAX_EXPONENT
                  && number.scale() <= MAX_EXPONENT
                  && number.precision() <= MAX_LENGTH);
      return sane ? number : refused(context);
    }

    private static BigDecimal refused(DeserializationContext context) {
      return (BigDecimal)
          context.handleWeirdStringValue(
              BigDecimal.class, "", "must have at most %d digits", MAX_LENGTH);
    }
  }

  /** Strings that PostgreSQL can store: no NUL characters, no halves of surrogate pairs. */
  private static final class StrictString extends StdScalarDeserializer<String> {

    StrictString() {
      super(String.class);
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context) {
      if (!parser.currentToken().isScalarValue()
          || parser.currentToken().isNumeric()
          || parser.currentToken().isBoolean()) {
        return (String) context.handleUnexpectedToken(String.class, parser);
      }
      String text = parser.getString();
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (pair) {
          i++;
        } else if (c == '\0' || Character.isSurrogate(c)) {
          return (String)
              context.handleWeirdStringValue(
                  String.class, "", "must not hold NUL or unpaired surrogate characters");
        }
      }
      return text;
    }
  }
}
