package io.rollcall.console;

import io.rollcall.device.CustomField;
import io.rollcall.device.Field;
import io.rollcall.device.Text;
import io.rollcall.mapping.MappingChanges;
import io.rollcall.mapping.MappingView;
import io.rollcall.mapping.MappingView.Row;
import io.rollcall.records.CustomFieldEdits.NewField;
import io.rollcall.source.MappingOverride;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.util.MultiValueMap;

/**
 * From what a form sent to the rows that a connection's mapping has of its own, and back. What is as the mapping file has it
 * is no row of the connection's, so that it goes on following the file.
 */
final class MappingForm {

    /** Before a property: what it becomes, by the names that people know; blank: nothing. */
    static final String TO = "to ";

    /** The properties that become a new custom field. */
    static final String NEW = "new";

    /** The properties for which the mapping file is to hold again. */
    static final String FILE = "file";

    private static final int LONGEST = 200;

    private final MappingView view;
    private final Map<String, String> names;

    /** @param custom the custom fields there are */
    MappingForm(MappingView view, List<CustomField> custom) {
        this.view = view;
        this.names = names(custom);
    }

    /** What a property can become → what people call it. */
    private static Map<String, String> names(List<CustomField> custom) {
        var names = new LinkedHashMap<String, String>();
        Arrays.stream(Field.values())
                .filter(field -> field != Field.MODEL_NAME)
                .forEach(field -> names.put(field.key(), Labels.of(field.key())));
        custom.forEach(field -> names.put(field.property(), field.name() + " (custom)"));
        return names;
    }

    /** For people to choose from. */
    List<String> known() {
        return List.copyOf(names.values());
    }

    /**
     * A row as the page shows it.
     *
     * @param text what it becomes: as it is, or as it was entered
     * @param error what is wrong with that; empty: nothing
     */
    record Line(Row row, String text, boolean makesField, Optional<String> error) {

        public String input() {
            return TO + row.property();
        }

        /** The place in a record without which of the two records it is in. */
        public String place() {
            return row.property().substring(row.property().indexOf(':') + 1);
        }

        public boolean isOfDetails() {
            return row.property().startsWith("detail");
        }

        public boolean isMapped() {
            return !text.isEmpty() || makesField || error.isPresent();
        }
    }

    /** @param sent empty: nothing was sent yet */
    List<Line> lines(MultiValueMap<String, String> sent, Map<String, String> errors) {
        var lines = new ArrayList<Line>();
        byProperty().forEach((property, rows) -> {
            var texts = sent.getOrDefault(TO + property, List.of());
            for (var i = 0; i < rows.size(); i++) {
                var text = i < texts.size() ? texts.get(i) : name(rows.get(i));
                lines.add(new Line(
                        rows.get(i),
                        text,
                        sent.getOrDefault(NEW, List.of()).contains(property),
                        Optional.ofNullable(errors.get(property))));
            }
        });
        return lines;
    }

    private Map<String, List<Row>> byProperty() {
        return view.rows().stream()
                .collect(Collectors.groupingBy(Row::property, LinkedHashMap::new, Collectors.toList()));
    }

    private String name(Row row) {
        return row.target().equals(MappingOverride.SKIP) ? "" : names.getOrDefault(row.target(), row.target());
    }

    /** Which texts name nothing that there is: property → what to do. */
    Map<String, String> unknown(MultiValueMap<String, String> sent) {
        var unknown = new LinkedHashMap<String, String>();
        byProperty().keySet().stream()
                .filter(property -> !sent.getOrDefault(NEW, List.of()).contains(property))
                .forEach(property -> sent.getOrDefault(TO + property, List.of()).stream()
                        .filter(text -> !text.isBlank() && target(text).isEmpty())
                        .forEach(text -> unknown.put(
                                property,
                                "There is no field \"" + cut(text)
                                        + "\". Choose one of the list, or tick that a new one is made.")));
        return unknown;
    }

    /** All rows that are the connection's own once the form is taken. */
    List<MappingChanges.Row> rows(MultiValueMap<String, String> sent) {
        var own = new ArrayList<MappingChanges.Row>();
        byProperty().forEach((property, rows) -> {
            if (!sent.getOrDefault(FILE, List.of()).contains(property)) {
                own.addAll(rows(property, rows, sent));
            }
        });
        return own;
    }

    private List<MappingChanges.Row> rows(String property, List<Row> rows, MultiValueMap<String, String> sent) {
        var texts = sent.getOrDefault(TO + property, List.of());
        if (sent.getOrDefault(NEW, List.of()).contains(property)) {
            return List.of(made(property, rows.get(0), texts));
        }
        var wanted = new ArrayList<MappingChanges.Row>();
        var changed = false;
        for (var i = 0; i < rows.size(); i++) {
            var row = rows.get(i);
            var target = i < texts.size() ? target(texts.get(i)).orElse(MappingOverride.SKIP) : row.target();
            var same = target.equals(row.target());
            changed |= !same || row.origin().equals("connection");
            if (!target.equals(MappingOverride.SKIP)) {
                wanted.add(new MappingChanges.Row(
                        property,
                        Optional.of(target),
                        Optional.empty(),
                        same ? Optional.of(row.convert()) : Optional.empty()));
            }
        }
        if (!changed) {
            return List.of();
        }
        return wanted.isEmpty()
                ? List.of(new MappingChanges.Row(
                        property, Optional.of(MappingOverride.SKIP), Optional.empty(), Optional.empty()))
                : wanted;
    }

    /** A new field is called as it was entered, else as is suggested. */
    private static MappingChanges.Row made(String property, Row row, List<String> texts) {
        var entered = texts.stream()
                .map(MappingForm::cut)
                .filter(text -> !text.isEmpty())
                .findFirst();
        var name = entered.or(() -> row.suggestion().map(suggested -> suggested.name()))
                .orElse("");
        var type = row.suggestion().map(suggested -> suggested.type()).orElse("text");
        return new MappingChanges.Row(
                property, Optional.empty(), Optional.of(new NewField(name, type, List.of())), Optional.empty());
    }

    private Optional<String> target(String text) {
        var entered = cut(text);
        return entered.isEmpty()
                ? Optional.of(MappingOverride.SKIP)
                : names.entrySet().stream()
                        .filter(known -> known.getValue().equalsIgnoreCase(entered)
                                || known.getKey().equals(entered))
                        .map(Map.Entry::getKey)
                        .findFirst();
    }

    private static String cut(String text) {
        var stripped = Text.storable(text.strip());
        return stripped.substring(0, Math.min(LONGEST, stripped.length()));
    }
}
