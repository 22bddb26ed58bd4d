package io.rollcall.settings;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.io.Resource;

/**
 * Where a setting stands.
 *
 * @param file the file's path, or what else it was read from
 * @param line from 1; 0: there are no lines
 */
record Place(String file, int line) {

    static Place of(@Nullable ConfigurationProperty property) {
        var origin = origin(property);
        if (origin instanceof TextResourceOrigin text && text.getResource() != null) {
            var line = text.getLocation() == null ? 0 : text.getLocation().getLine() + 1;
            return new Place(file(text.getResource()), line);
        }
        return new Place(origin == null ? "settings" : origin.toString(), 0);
    }

    /** What Spring Boot knows of it; null: nothing but the source it was found in. */
    static @Nullable Origin origin(@Nullable ConfigurationProperty property) {
        var origin = property == null ? null : Origin.from(property);
        return origin instanceof PropertySourceOrigin wrapped ? wrapped.getOrigin() : origin;
    }

    @Override
    public String toString() {
        return line > 0 ? file + ", line " + line : file;
    }

    private static String file(Resource resource) {
        try {
            return resource.isFile() ? resource.getFile().getPath() : resource.getDescription();
        } catch (IOException e) {
            return resource.getDescription();
        }
    }
}
