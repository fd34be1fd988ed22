package dev.darkroom.testing;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.SimpleValidationReportFormat;
import com.atlassian.oai.validator.report.ValidationReport;
import com.atlassian.oai.validator.restassured.RestAssuredResponse;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Validates each response, and each successful request, against an OpenAPI document, and records the status codes. */
public final class Contract implements Filter {

    private final OpenAPI document;
    private final OpenApiInteractionValidator validator;
    private final Map<String, Set<Integer>> answered = new TreeMap<>();

    public Contract(String document) {
        this.document = new OpenAPIV3Parser().readContents(document).getOpenAPI();
        this.validator = OpenApiInteractionValidator.createForInlineApiSpecification(document)
                .withLevelResolver(LevelResolver.create()
                        // The validator does not see the cookie jar.
                        .withLevel("validation.request.security.missing", ValidationReport.Level.IGNORE)
                        // A client that accepts JSON also accepts a problem.
                        .withLevel("validation.request.accept.notAllowed", ValidationReport.Level.IGNORE)
                        .build())
                .build();
    }

    /** The operations of the document, as {@code GET /photos/{id}/status}, with their status codes. */
    public Map<String, Set<Integer>> operations() {
        Map<String, Set<Integer>> operations = new TreeMap<>();
        document.getPaths().forEach((path, item) -> item.readOperationsMap()
                .forEach((method, operation) -> operations.put(
                        method + " " + path,
                        operation.getResponses().keySet().stream()
                                .map(Integer::valueOf)
                                .collect(Collectors.toSet()))));
        return operations;
    }

    /** The operations that were called, with the status codes of the responses. */
    public Map<String, Set<Integer>> answered() {
        return answered;
    }

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext context) {
        Response response = context.next(request, expected);
        String path = request.getDerivedPath();
        ValidationReport report = response.statusCode() < 400
                ? validator.validate(sent(request), RestAssuredResponse.of(response))
                : validator.validateResponse(
                        path, Request.Method.valueOf(request.getMethod()), RestAssuredResponse.of(response));
        if (report.hasErrors()) {
            String problems = SimpleValidationReportFormat.getInstance().apply(report);
            throw new AssertionError(
                    request.getMethod() + " " + request.getURI() + ": " + problems + response.asString());
        }
        answered.computeIfAbsent(operation(request.getMethod(), path), any -> new TreeSet<>())
                .add(response.statusCode());
        return response;
    }

    /** The request with its form encoded; the parts of a multipart body are not validated. */
    private static Request sent(FilterableRequestSpecification request) {
        SimpleRequest.Builder sent = new SimpleRequest.Builder(request.getMethod(), request.getDerivedPath());
        request.getHeaders().forEach(header -> sent.withHeader(header.getName(), header.getValue()));
        request.getQueryParams().forEach((name, value) -> sent.withQueryParam(name, value));
        if (!request.getFormParams().isEmpty()) {
            sent.withContentType("application/x-www-form-urlencoded")
                    .withBody(request.getFormParams().entrySet().stream()
                            .flatMap(field -> values(field.getValue()).map(value -> field.getKey() + "=" + value))
                            .collect(Collectors.joining("&")));
        }
        if (!request.getMultiPartParams().isEmpty()) {
            sent.withContentType("multipart/form-data").withBody("parts");
        }
        return sent.build();
    }

    /** A field that is sent several times has a list of values. */
    private static Stream<String> values(Object field) {
        Stream<?> values = field instanceof List<?> several ? several.stream() : Stream.of(field);
        return values.map(value -> URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
    }

    /** The matching path with the fewest variables. */
    private String operation(String method, String path) {
        return document.getPaths().keySet().stream()
                .filter(template -> path.matches(template.replaceAll("\\{\\w+}", "[^/]+")))
                .min(Comparator.comparing(
                        template -> template.chars().filter(sign -> sign == '{').count()))
                .map(template -> method + " " + template)
                .orElseThrow();
    }
}
