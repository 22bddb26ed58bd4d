package io.rollcall.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/** The keys there are below {@code rollcall} in application.yaml: those of the settings' records, and single ones. */
final class KnownKeys {

    private final Set<ConfigurationPropertyName> values = new TreeSet<>();
    private final List<ConfigurationPropertyName> open;

    /**
     * @param values keys that hold one value
     * @param open keys below which anything may stand: somebody else checks it
     */
    KnownKeys(Collection<String> values, Collection<String> open) {
        values.stream().map(ConfigurationPropertyName::of).forEach(this.values::add);
        this.open = open.stream().map(ConfigurationPropertyName::of).toList();
    }

    /** Adds the keys of a record, and of the records in it. */
    void add(String prefix, Class<?> type) {
        for (var component : type.getRecordComponents()) {
            var key = prefix + "." + Names.ofComponent(component.getName());
            if (component.getType().isRecord()) {
                add(key, component.getType());
            } else {
                values.add(ConfigurationPropertyName.of(key));
            }
        }
    }

    /** Whether a key is a known one, a piece of a known list, or stands below an open one. */
    boolean knows(ConfigurationPropertyName key) {
        var whole = withoutIndex(key);
        return values.contains(whole) || open.stream().anyMatch(group -> group.isAncestorOf(whole));
    }

    /** Whether a variable of the environment may mean a known key: its spelling has no hyphens and few dots. */
    boolean knowsVariable(ConfigurationPropertyName key) {
        var plain = plain(withoutIndex(key));
        return values.stream().anyMatch(known -> plain(known).equals(plain))
                || open.stream().anyMatch(group -> plain.startsWith(plain(group)));
    }

    /** Whether a key holds other keys. */
    boolean isGroup(ConfigurationPropertyName key) {
        return open.contains(key) || values.stream().anyMatch(key::isAncestorOf);
    }

    /** What is allowed in place of an unknown key, the likeliest first. */
    String allowedInsteadOf(ConfigurationPropertyName key) {
        var parent = key.getParent();
        while (!isGroup(parent)) {
            if (values.contains(parent)) {
                return "\"" + parent + "\" is a single value and has no keys below it";
            }
            parent = parent.getParent();
        }
        var written = key.getElement(parent.getNumberOfElements(), Form.ORIGINAL);
        return Names.known(written, below(parent));
    }

    /** The keys right below a group. */
    List<String> below(ConfigurationPropertyName group) {
        var names = new TreeSet<String>();
        var all = new ArrayList<>(values);
        all.addAll(open);
        all.stream()
                .filter(group::isAncestorOf)
                .map(key -> key.getElement(group.getNumberOfElements(), Form.ORIGINAL))
                .forEach(names::add);
        return List.copyOf(names);
    }

    private static ConfigurationPropertyName withoutIndex(ConfigurationPropertyName key) {
        return key.isLastElementIndexed() ? key.getParent() : key;
    }

    private static String plain(ConfigurationPropertyName key) {
        return key.toString().replaceAll("[^a-z0-9]", "");
    }
}
