package io.rollcall.console;

import io.rollcall.device.CustomField;
import io.rollcall.device.Field;
import io.rollcall.device.Text;
import io.rollcall.mapping.MappingChanges;
import io.rollcall.mapping.MappingView;
import io.rollcall.mapping.MappingView.Row;
import io.rollcall.mapping.Suggestion;
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

    /** Before a property: it becomes a new custom field, of this type and, where no other is entered, of this name. */
    static final String NEW = "new ";

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
     * @param offer the custom field it could become; empty: none suits
     * @param makesField whether it is to become that
     * @param followsFile whether the mapping file is to hold for it again
     * @param error what is wrong with that; empty: nothing
     */
    record Line(
            Row row,
            String text,
            Optional<Suggestion> offer,
            boolean makesField,
            boolean followsFile,
            Optional<String> error) {

        public String input() {
            return TO + row.property();
        }

        public String newInput() {
            return NEW + row.property();
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
        byProperty(sent).forEach((property, rows) -> {
            var texts = sent.getOrDefault(TO + property, List.of());
            var wanted = wantedField(property, sent);
            for (var i = 0; i < Math.max(rows.size(), texts.size()); i++) {
                var row = i < rows.size() ? rows.get(i) : unseen(property);
                lines.add(new Line(
                        row,
                        i < texts.size() ? texts.get(i) : name(row),
                        wanted.or(row::suggestion),
                        wanted.isPresent(),
                        sent.getOrDefault(FILE, List.of()).contains(property),
                        Optional.ofNullable(errors.get(property))));
            }
        });
        return lines;
    }

    /**
     * The view's properties, and those that were sent without being in it any more: the samples they are from are gone, or
     * another mapping file is in force. What was entered for them counts all the same.
     */
    private Map<String, List<Row>> byProperty(MultiValueMap<String, String> sent) {
        var all = view.rows().stream()
                .collect(Collectors.groupingBy(Row::property, LinkedHashMap::new, Collectors.toList()));
        sent.keySet().stream()
                .filter(input -> input.startsWith(TO))
                .map(input -> Text.storable(input.substring(TO.length())))
                .forEach(property -> all.putIfAbsent(property, List.of()));
        return all;
    }

    /** Stands for a property of which nothing is known but that it was on the page. */
    private static Row unseen(String property) {
        return new Row(
                property,
                MappingOverride.SKIP,
                "",
                "none",
                false,
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty());
    }

    /** The custom field that is to be made of a property, as the page offered it: type, blank, name. */
    private static Optional<Suggestion> wantedField(String property, MultiValueMap<String, String> sent) {
        return Optional.ofNullable(sent.getFirst(NEW + property))
                .map(offer -> cut(offer).split(" ", 2))
                .map(parts -> new Suggestion(parts.length > 1 ? parts[1] : "", parts[0]));
    }

    private String name(Row row) {
        return row.target().equals(MappingOverride.SKIP) ? "" : names.getOrDefault(row.target(), row.target());
    }

    /** Which texts name nothing that there is: property → what to do. */
    Map<String, String> unknown(MultiValueMap<String, String> sent) {
        var unknown = new LinkedHashMap<String, String>();
        byProperty(sent).keySet().stream()
                .filter(property -> wantedField(property, sent).isEmpty())
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
        byProperty(sent).forEach((property, rows) -> {
            if (!sent.getOrDefault(FILE, List.of()).contains(property)) {
                own.addAll(rows(property, rows, sent));
            }
        });
        return own;
    }

    private List<MappingChanges.Row> rows(String property, List<Row> rows, MultiValueMap<String, String> sent) {
        var texts = sent.getOrDefault(TO + property, List.of());
        var field = wantedField(property, sent);
        if (field.isPresent()) {
            return List.of(made(property, field.get(), texts));
        }
        var wanted = new ArrayList<MappingChanges.Row>();
        var changed = false;
        for (var i = 0; i < Math.max(rows.size(), texts.size()); i++) {
            var row = i < rows.size() ? rows.get(i) : unseen(property);
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

    /** A new field is called as it was entered, else as was offered. */
    private static MappingChanges.Row made(String property, Suggestion offer, List<String> texts) {
        var name = texts.stream()
                .map(MappingForm::cut)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse(offer.name());
        return new MappingChanges.Row(
                property, Optional.empty(), Optional.of(new NewField(name, offer.type(), List.of())), Optional.empty());
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
