package io.rollcall.demo;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.function.Consumer;

/** Writes JSON straight to bytes, in the order of the calls: keys keep the vendor's order and no tree is built. */
final class JsonOut {

    private static final JsonFactory FACTORY = new JsonFactory();

    private static final int USUAL_SIZE = 4096;

    private final JsonGenerator generator;

    private JsonOut(JsonGenerator generator) {
        this.generator = generator;
    }

    /** Renders one value. */
    static byte[] render(Consumer<JsonOut> value) {
        try (var bytes = new ByteArrayBuilder(USUAL_SIZE);
                var generator = FACTORY.createGenerator(bytes, JsonEncoding.UTF8)) {
            value.accept(new JsonOut(generator));
            generator.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Step {
        void run(JsonGenerator generator) throws IOException;
    }

    private JsonOut write(Step step) {
        try {
            step.run(generator);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonOut object(Consumer<JsonOut> fields) {
        write(JsonGenerator::writeStartObject);
        fields.accept(this);
        return write(JsonGenerator::writeEndObject);
    }

    JsonOut object(String key, Consumer<JsonOut> fields) {
        return key(key).object(fields);
    }

    JsonOut emptyObject(String key) {
        return object(key, nothing -> {});
    }

    JsonOut array(Consumer<JsonOut> elements) {
        write(JsonGenerator::writeStartArray);
        elements.accept(this);
        return write(JsonGenerator::writeEndArray);
    }

    JsonOut array(String key, Consumer<JsonOut> elements) {
        return key(key).array(elements);
    }

    JsonOut strings(String key, Collection<String> values) {
        return array(key, out -> values.forEach(value -> out.write(json -> json.writeString(value))));
    }

    JsonOut key(String key) {
        return write(json -> json.writeFieldName(key));
    }

    JsonOut put(String key, String value) {
        return write(json -> json.writeStringField(key, value));
    }

    JsonOut put(String key, boolean value) {
        return write(json -> json.writeBooleanField(key, value));
    }

    JsonOut put(String key, long value) {
        return write(json -> json.writeNumberField(key, value));
    }

    JsonOut putNull(String key) {
        return write(json -> json.writeNullField(key));
    }

    /** The text, or {@code null} where it is empty. */
    JsonOut putOrNull(String key, String value) {
        return value.isEmpty() ? putNull(key) : put(key, value);
    }
}
