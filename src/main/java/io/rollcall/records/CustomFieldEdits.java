package io.rollcall.records;

import io.rollcall.access.Actor;
import io.rollcall.access.Audit;
import io.rollcall.connection.Connections;
import io.rollcall.device.CustomField;
import io.rollcall.device.CustomField.Type;
import io.rollcall.records.CustomFields.Kept;
import io.rollcall.settings.InvalidSettings;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What people do with custom fields. Values go by the field's key, so that no change here touches an asset. */
@Service
public class CustomFieldEdits {

    private static final int MOST_FIELDS = 200;
    private static final int MOST_CHOICES = 200;
    private static final int LONGEST_KEY = 40;

    private static final String SQL_ADD = """
            insert into custom_field (key, name, type, choices) values (:key, :name, :type, :choices)
            """;

    private static final String SQL_CHANGE = """
            update custom_field set name = :name, choices = :choices, version = version + 1, updated_at = now()
            where key = :key
            """;

    private static final String SQL_DELETE = """
            update custom_field
            set deleted_at = case when :deleted then now() end, version = version + 1, updated_at = now()
            where key = :key
            """;

    private static final String SQL_OTHER_VALUES = """
            select custom ->> :key as value, count(*) as assets from asset
            where jsonb_exists(custom, :key) and custom ->> :key <> all(:choices)
            group by 1 order by 2 desc, 1 limit 5
            """;

    private final JdbcClient jdbc;
    private final CustomFields fields;
    private final Connections connections;
    private final Audit audit;

    CustomFieldEdits(JdbcClient jdbc, CustomFields fields, Connections connections, Audit audit) {
        this.jdbc = jdbc;
        this.fields = fields;
        this.connections = connections;
        this.audit = audit;
    }

    /**
     * A custom field to be made.
     *
     * @param type text, number, date, yes-no or choice
     * @param choices at least one for a choice; for no other type
     */
    public record NewField(String name, String type, List<String> choices) {}

    /** What changes of a custom field; what is empty stays. */
    public record Changes(Optional<String> name, Optional<List<String>> choices) {}

    /**
     * Makes a custom field. Its key is made from the name.
     *
     * @throws InvalidSettings with what is wrong
     * @throws RecordProblem if there is one of this name
     */
    @Transactional
    public Kept create(NewField wanted, Actor actor) {
        var name = Words.name("name", wanted.name());
        var type = Type.of(wanted.type().strip().toLowerCase(Locale.ROOT))
                .orElseThrow(
                        () -> Words.wrong("type", "There is no type \"" + wanted.type() + "\"", "Known: " + types()));
        var choices = choices(type, wanted.choices());
        jdbc.sql("lock table custom_field in share row exclusive mode").update();
        var others = fields.list(true);
        if (others.size() >= MOST_FIELDS) {
            throw RecordProblem.conflict(
                    "There are " + others.size()
                            + " custom fields, deleted ones included, and more are not allowed. Rename one that you don't need.");
        }
        var key = key(name, others.stream().map(other -> other.field().key()).toList());
        try {
            jdbc.sql(SQL_ADD)
                    .param("key", key)
                    .param("name", name)
                    .param("type", type.key())
                    .param("choices", choices.toArray(String[]::new))
                    .update();
        } catch (DuplicateKeyException e) {
            throw taken(name);
        }
        audit.add(actor, "custom-field.create", object(key), Map.of("name", name, "type", type.key()));
        return fields.get(key);
    }

    /**
     * Renames a custom field or changes its choices. Its values stay, and so does its key.
     *
     * @throws InvalidSettings with what is wrong
     * @throws RecordProblem if another one has the name, assets have a choice that would go, it was changed or isn't there
     */
    @Transactional
    public Kept change(String key, Changes changes, Expected expected, Actor actor) {
        var before = fields.lock(key);
        expected.check("custom field " + key, before.version());
        var field = before.field();
        var name = changes.name().map(text -> Words.name("name", text)).orElse(field.name());
        var choices = changes.choices().map(list -> choices(field.type(), list)).orElse(field.choices());
        if (name.equals(field.name()) && choices.equals(field.choices())) {
            return before;
        }
        requireChoicesInUse(field, choices);
        try {
            jdbc.sql(SQL_CHANGE)
                    .param("key", key)
                    .param("name", name)
                    .param("choices", choices.toArray(String[]::new))
                    .update();
        } catch (DuplicateKeyException e) {
            throw taken(name);
        }
        if (!choices.equals(field.choices())) {
            connections.targetChanged(field.property());
        }
        audit.add(actor, "custom-field.change", object(key), Map.of("old", field.name(), "new", name));
        return fields.get(key);
    }

    /**
     * Takes a custom field out of sight. Its values are kept, so that it can be restored.
     *
     * @param confirmed whether the caller knows how many values go; otherwise nothing happens and the answer tells
     * @throws RecordProblem if it isn't confirmed, it was changed or isn't there
     */
    @Transactional
    public Kept delete(String key, boolean confirmed, Expected expected, Actor actor) {
        var before = fields.lock(key);
        expected.check("custom field " + key, before.version());
        if (before.deletedAt().isPresent()) {
            return before;
        }
        var values = fields.values(key);
        if (!confirmed) {
            throw RecordProblem.conflict(
                    "Nothing was deleted yet. \"" + before.field().name() + "\" has a value on "
                            + values + (values == 1 ? " asset" : " assets") + mapped(before.field())
                            + ". Send the request again with ?confirm=true to take the field and its values out of sight; "
                            + "POST /api/v1/custom-fields/" + key + "/restore brings them back.");
        }
        hide(before, true);
        audit.add(
                actor,
                "custom-field.delete",
                object(key),
                Map.of("name", before.field().name(), "values", values));
        return fields.get(key);
    }

    /**
     * Brings a deleted custom field back, with its values and the mappings to it.
     *
     * @throws RecordProblem if another one has its name by now, or it isn't there
     */
    @Transactional
    public Kept restore(String key, Actor actor) {
        var before = fields.lock(key);
        if (before.deletedAt().isEmpty()) {
            return before;
        }
        try {
            hide(before, false);
        } catch (DuplicateKeyException e) {
            throw taken(before.field().name());
        }
        audit.add(
                actor,
                "custom-field.restore",
                object(key),
                Map.of("name", before.field().name()));
        return fields.get(key);
    }

    private void hide(Kept field, boolean deleted) {
        jdbc.sql(SQL_DELETE)
                .param("key", field.field().key())
                .param("deleted", deleted)
                .update();
        connections.targetChanged(field.field().property());
    }

    private String mapped(CustomField field) {
        var names = connections.mappedTo(field.property());
        return names.isEmpty() ? "" : " and is filled by " + String.join(", ", names);
    }

    private void requireChoicesInUse(CustomField field, List<String> choices) {
        if (field.type() != Type.CHOICE || choices.containsAll(field.choices())) {
            return;
        }
        var lost = jdbc.sql(SQL_OTHER_VALUES)
                .param("key", field.key())
                .param("choices", choices.toArray(String[]::new))
                .query((row, n) -> "\"" + row.getString("value") + "\" on " + row.getInt("assets"))
                .list();
        if (!lost.isEmpty()) {
            throw RecordProblem.conflict("Nothing was changed: assets have choices that would go ("
                    + String.join(", ", lost) + "). Give those assets another value first.");
        }
    }

    private static List<String> choices(Type type, List<String> given) {
        var choices = new ArrayList<String>();
        for (var i = 0; i < given.size(); i++) {
            var choice = Words.name("choices[" + i + "]", given.get(i));
            if (choices.stream().anyMatch(choice::equalsIgnoreCase)) {
                throw Words.wrong("choices[" + i + "]", "\"" + choice + "\" is there twice", "Each choice once");
            }
            choices.add(choice);
        }
        if ((type == Type.CHOICE) == choices.isEmpty() || choices.size() > MOST_CHOICES) {
            throw Words.wrong(
                    "choices",
                    "There are " + choices.size() + " choices",
                    "From 1 to " + MOST_CHOICES + " for the type choice, none for others");
        }
        return List.copyOf(choices);
    }

    /** {@code Kostenstelle (Büro)} → {@code kostenstelle-buro}; with a number after it where the key is taken. */
    private static String key(String name, List<String> taken) {
        var plain = Normalizer.normalize(name, Normalizer.Form.NFKD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\p{M}+", "")
                .replaceAll("[^a-z0-9]+", "-");
        var trimmed = plain.substring(0, Math.min(LONGEST_KEY, plain.length())).replaceAll("^-|-$", "");
        var first = trimmed.isEmpty() ? "field" : trimmed;
        var key = first;
        for (var number = 2; taken.contains(key); number++) {
            key = first + "-" + number;
        }
        return key;
    }

    private static String types() {
        return Arrays.stream(Type.values()).map(Type::key).collect(Collectors.joining(", "));
    }

    private static RecordProblem taken(String name) {
        return RecordProblem.conflict("There is a custom field \"" + name
                + "\" already (upper and lower case are the same). Use that one, or choose another name.");
    }

    private static String object(String key) {
        return "custom-field/" + key;
    }
}
