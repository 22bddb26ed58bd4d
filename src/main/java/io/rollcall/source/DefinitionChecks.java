package io.rollcall.source;

import io.rollcall.device.Field;
import io.rollcall.settings.Document;
import io.rollcall.settings.Problem;
import io.rollcall.source.SourceDefinition.Link;
import io.rollcall.source.SourceDefinition.WayIn;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** What must hold between the keys of a mapping file. */
final class DefinitionChecks {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,30}");
    private static final Pattern KEY = Pattern.compile("[a-z][A-Za-z]{0,30}");
    private static final Pattern IN_BRACES = Pattern.compile("\\{([^}]*)}");
    private static final String SUBDOMAIN = "{subdomain}";

    private final Document document;
    private final SourceDefinition definition;
    private final List<Problem> problems = new ArrayList<>();

    DefinitionChecks(Document document, SourceDefinition definition) {
        this.document = document;
        this.definition = definition;
    }

    List<Problem> problems() {
        checkName();
        checkSignIn();
        checkHosts();
        checkFields();
        checkRestricted();
        checkTables();
        checkWriteBack();
        return problems;
    }

    private void complain(String path, String found, String allowed) {
        problems.add(document.problem(path, found, allowed));
    }

    private void checkName() {
        Stream.concat(Stream.of(definition.name()), definition.aliases().stream())
                .filter(name -> !NAME.matcher(name).matches())
                .forEach(name -> complain(
                        "name",
                        "\"" + name + "\" can't be the name of a source",
                        "Allowed are lower case letters, digits and hyphens, at most 31 characters"));
    }

    private void checkSignIn() {
        if (definition.signIn().isEmpty()) {
            complain("sign-in", "There is no way to sign in", "Name at least one, for example [{ kind: bearer }]");
        }
        for (int i = 0; i < definition.signIn().size(); i++) {
            checkWayIn("sign-in[" + i + "]", definition.signIn().get(i));
        }
    }

    private void checkWayIn(String path, WayIn way) {
        way.paths().stream()
                .flatMap(text -> IN_BRACES.matcher(text).results())
                .map(match -> match.group(1))
                .filter(key -> !way.keys().contains(key))
                .forEach(key -> complain(path + ".paths", "Nobody is asked for {" + key + "}", "Add it to keys"));
        way.keys().stream()
                .filter(key -> !KEY.matcher(key).matches())
                .forEach(key -> complain(
                        path + ".keys", "\"" + key + "\" can't be a key", "Write it in letters, such as tenantId"));
        way.servers().values().stream()
                .filter(host -> !HostNames.isName(host))
                .forEach(host ->
                        complain(path + ".servers", "\"" + host + "\" is no host", "Write its name without https://"));
    }

    private void checkHosts() {
        definition.regions().forEach((region, host) -> {
            var path = "regions." + region;
            if (host.contains("{") && !host.startsWith(SUBDOMAIN + ".")) {
                complain(
                        path,
                        "The host doesn't start with " + SUBDOMAIN,
                        "Write it as \"{subdomain}.example.com\", or as a name that all tenants share");
            } else if (!HostNames.matchesAny(host.replace(SUBDOMAIN, "a"), definition.hosts())) {
                complain(path, "The host matches none of the patterns in hosts", "Add a pattern for it to hosts");
            }
        });
        definition.link().forEach(this::checkLink);
    }

    private void checkLink(Link link) {
        link.region()
                .filter(region -> !definition.regions().containsKey(region))
                .ifPresent(region -> complain(
                        "link",
                        "There is no region \"" + region + "\"",
                        "Known: " + definition.regions().keySet()));
        var start = link.region().isPresent() ? "https://" : "{base-url}/";
        if (!link.page().startsWith(start) || !link.page().contains("{id}")) {
            complain("link", "This is no link to a device", "It must start with " + start + " and hold {id}");
        }
        if (link.ids().filter(ids -> !isPatternOfANumber(ids)).isPresent()) {
            complain("link", "ids is no pattern of device ids", "Write it with one group, such as computer-(\\\\d+)");
        }
    }

    private static boolean isPatternOfANumber(String text) {
        try {
            return Pattern.compile(text).matcher("").groupCount() == 1;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    private void checkFields() {
        var seen = EnumSet.noneOf(Field.class);
        for (int i = 0; i < definition.fields().size(); i++) {
            var row = definition.fields().get(i);
            var path = "fields[" + i + "]";
            if (!seen.add(row.field())) {
                complain(path + ".field", "A second row for " + row.field().key(), "Put all places in one row's from");
            }
            checkRow(path, row.field().kind(), row.from(), row.convert(), row.choose());
            checkNothingSecret(path, row.from());
            if (row.from().isEmpty()) {
                complain(path + ".from", "There is no place to read it from", "Name one, or move it to unavailable");
            }
        }
    }

    private void checkNothingSecret(String path, List<Location> from) {
        for (int i = 0; i < from.size(); i++) {
            var location = from.get(i);
            if (definition.isRemoved(location)) {
                complain(
                        path + ".from[" + i + "]",
                        location + " is restricted or dropped, so it can't be mapped to a field",
                        "Map another property, or take it out of restricted and drop if everyone may see it");
            }
        }
    }

    private void checkRestricted() {
        var seen = EnumSet.noneOf(RestrictedField.class);
        for (int i = 0; i < definition.restricted().size(); i++) {
            var row = definition.restricted().get(i);
            var path = "restricted[" + i + "]";
            if (!seen.add(row.field())) {
                complain(path + ".field", "A second row for " + row.field().key(), "Put all places in one row's from");
            }
            checkRow(path, row.field().kind(), row.from(), row.convert(), row.choose());
        }
    }

    private void checkRow(String path, Field.Kind kind, List<Location> from, String convert, Choose choose) {
        if (from.stream().anyMatch(location -> location.convert().isEmpty())) {
            checkConverter(path + ".convert", convert, kind);
        }
        for (int i = 0; i < from.size(); i++) {
            var place = path + ".from[" + i + "]";
            from.get(i).convert().ifPresent(name -> checkConverter(place, name, kind));
        }
        if (!choose.fits(kind)) {
            complain(path + ".choose", "This choice is not for " + words(kind), "Use first");
        }
    }

    private void checkConverter(String path, String name, Field.Kind kind) {
        Optional<ValueReader> reader = ValueReader.find(name, definition.tables());
        if (reader.isEmpty()) {
            complain(
                    path,
                    "There is no converter or table \"" + name + "\"",
                    "Known: " + String.join(", ", ValueReader.names(definition.tables())));
        } else if (reader.get().kind() != kind) {
            complain(
                    path,
                    "The converter " + name + " makes " + words(reader.get().kind()),
                    "This field holds " + words(kind));
        }
    }

    private void checkTables() {
        definition.tables().keySet().stream()
                .filter(name -> Converter.of(name).isPresent())
                .forEach(name ->
                        complain("tables." + name, "A converter has this name already", "Give the table another name"));
    }

    /** A permission that nobody could name must not be missing, and what is written must be something that is read. */
    private void checkWriteBack() {
        for (int i = 0; i < definition.writeBack().size(); i++) {
            var path = "write-back[" + i + "]";
            var writeBack = definition.writeBack().get(i);
            if (definition.permissions().stream()
                    .noneMatch(known -> known.name().equals(writeBack.permission()))) {
                complain(
                        path + ".permission",
                        "There is no permission \"" + writeBack.permission() + "\"",
                        "Name one of permissions");
            }
            if (writeBack.rows().stream()
                    .flatMap(row -> row.field().stream())
                    .anyMatch(field -> field != Field.ASSET_TAG && field.scope() != Field.Scope.USER)) {
                complain(path + ".rows", "Nothing but asset-tag and the user's fields is written back", "Leave it out");
            }
        }
    }

    static String words(Field.Kind kind) {
        return switch (kind) {
            case TEXT -> "text";
            case YES_NO -> "yes or no";
            case TIME -> "a time";
            case NUMBER -> "a number";
            case DATE -> "a date";
        };
    }
}
