package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.StreamSupport;

/** What the API answered. */
public record Answer(int status, String contentType, String location, String etag, String text, HttpHeaders headers) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Answer of(HttpResponse<String> response) {
        return new Answer(
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(""),
                response.headers().firstValue("Location").orElse(""),
                response.headers().firstValue("ETag").orElse(""),
                response.body(),
                response.headers());
    }

    /** A header's first value; blank: it isn't there. */
    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** This answer, if it has the status. */
    public Answer expect(int expected) {
        assertThat(status).as(text).isEqualTo(expected);
        return this;
    }

    /** This answer, if it is problem+json with the status, a title and a sentence, and nothing of the inside. */
    public Answer expectProblem(int expected) {
        expect(expected);
        assertThat(contentType).as(text).startsWith("application/problem+json");
        assertThat(json().path("status").asInt()).isEqualTo(expected);
        assertThat(at("/title")).isNotBlank();
        assertThat(at("/detail")).isNotBlank();
        assertThat(text)
                .doesNotContainIgnoringCase("exception")
                .doesNotContainIgnoringCase("select ")
                .doesNotContain("io.rollcall", "org.springframework", "\\tat ");
        return this;
    }

    /** This answer, if it says that exactly this key is wrong, what was found there and what is allowed. */
    Answer expectProblemAt(String path) {
        expectProblem(400);
        assertThat(each("/problems", "path")).as(text).containsExactly(path);
        assertThat(at("/problems/0/found")).isNotBlank();
        assertThat(at("/problems/0/allowed")).isNotBlank();
        return this;
    }

    public JsonNode json() {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("This is no JSON: " + text, e);
        }
    }

    /** The text at a JSON Pointer; blank: nothing. */
    public String at(String pointer) {
        return json().at(pointer).asText();
    }

    public long number(String pointer) {
        var node = json().at(pointer);
        assertThat(node.isNumber()).as(pointer + " of " + text).isTrue();
        return node.asLong();
    }

    /** The value of a key in each object of a list. */
    public List<String> each(String pointer, String key) {
        return StreamSupport.stream(json().at(pointer).spliterator(), false)
                .map(item -> item.path(key).asText())
                .toList();
    }
}
