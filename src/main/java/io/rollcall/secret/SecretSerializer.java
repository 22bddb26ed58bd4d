package io.rollcall.secret;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;

/** Refuses: a secret in an answer is a mistake of ours that must fail in a test, not show a mask. */
class SecretSerializer extends StdSerializer<Secret> {

    SecretSerializer() {
        super(Secret.class);
    }

    @Override
    public void serialize(Secret secret, JsonGenerator generator, SerializerProvider provider) throws IOException {
        throw JsonMappingException.from(generator, "a secret is never written as JSON");
    }
}
