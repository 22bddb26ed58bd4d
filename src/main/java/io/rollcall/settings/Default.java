package io.rollcall.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a record component is when its key is left out, in the same YAML the file would have it: {@code "10m"},
 * {@code "false"}, {@code "[laptop, phone]"}, {@code "{}"} (a nested record of defaults only).
 */
@Target({ElementType.RECORD_COMPONENT, ElementType.PARAMETER, ElementType.FIELD})
@Retention(RetentionPolicy.RUNTIME)
public @interface Default {
    String value();
}
