package io.rollcall.api;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.converter.json.MappingJackson2HttpMessageConverter;

/** Request bodies are read as a whole: a key given twice, or text after the end, is refused and not half understood. */
@Configuration(proxyBeanMethods = false)
class StrictBodies {

    @Bean
    MappingJackson2HttpMessageConverter bodies(ObjectMapper json) {
        var strict = json.copy().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        strict.getFactory().configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature(), true);
        return new MappingJackson2HttpMessageConverter(strict);
    }
}
