package io.rollcall.source;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonPointer;
import io.rollcall.device.DeviceCommand;
import io.rollcall.device.Field;
import io.rollcall.settings.Default;
import io.rollcall.settings.InvalidSettings;
import io.rollcall.settings.StrictYaml;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A source as its mapping file describes it.
 *
 * @param name in lower case, the name in policies and route files
 * @param aliases other names people know it by, accepted wherever the name is
 * @param title for people
 * @param hosts patterns its API may live at; {@code *} is exactly one label: {@code *.api.kandji.io}
 * @param regions region → host, with {@code {subdomain}} in it unless all tenants share it
 * @param signIn the ways to sign in; which one a connection uses, its credentials tell
 * @param about a request that needs no permission and tells the server's version
 * @param list how the device list is walked
 * @param limits what the source allows, as defaults of a connection
 * @param permissions what a token needs, for which purpose
 * @param commands what devices can be told to do; the requests themselves are in the source's route file
 * @param writeBack what can be written to a device; empty: nothing
 * @param directory how a list of people is read, in which one of them was looked for; empty: there is none
 * @param link where people find a device in the source's own web app
 * @param volatileList places in the list record whose change is no reason to read a device again; {@code volatile} in
 *     the file
 * @param restricted values that are kept apart from the attributes
 * @param drop places that are never stored or logged: secrets, what is nobody's business, noise
 * @param dropNames properties that are never stored or logged wherever they turn up
 * @param tables look-up tables, usable by name as converters; a value that isn't in the table is left out
 * @param fields which property becomes which field
 * @param unavailable fields the source can't fill, or not for every device, and why
 */
public record SourceDefinition(
        String name,
        List<String> aliases,
        String title,
        List<String> hosts,
        Map<String, String> regions,
        List<WayIn> signIn,
        Optional<About> about,
        Listing list,
        @Default("{}") Limits limits,
        List<Permission> permissions,
        @Default("{}") Commands commands,
        List<WriteBack> writeBack,
        Optional<Directory> directory,
        List<Link> link,
        @JsonProperty("volatile") List<JsonPointer> volatileList,
        List<Restricted> restricted,
        List<Location> drop,
        List<String> dropNames,
        Map<String, Map<String, String>> tables,
        List<Row> fields,
        List<Unavailable> unavailable) {

    /**
     * A way to sign in.
     *
     * @param kind what is sent
     * @param paths where a token is asked for; a later one is tried where an earlier one isn't there (older servers).
     *     {@code {key}} stands for one of {@code keys}
     * @param scope what the token is asked for, where the server wants to be told; {@code {base-url}} is the address of
     *     the API
     * @param keys what a person has to enter besides what the kind needs: a tenant's id, for example
     * @param servers host of the API → host that gives the tokens, where it is another one
     */
    public record WayIn(
            SignIn kind, List<String> paths, Optional<String> scope, List<String> keys, Map<String, String> servers) {
        public WayIn {
            if (kind.hasToken() == paths.isEmpty()) {
                throw new IllegalArgumentException(
                        "paths is where a token is asked for: for basic-token and oauth2-client-credentials, no other");
            }
            requirePaths(paths);
        }
    }

    /**
     * What the server says of itself.
     *
     * @param path a GET that needs a sign-in, but no permission
     * @param version where in the answer the server's version is
     */
    public record About(String path, JsonPointer version) {
        public About {
            requirePaths(List.of(path));
        }
    }

    private static void requirePaths(List<String> paths) {
        if (!paths.stream().allMatch(path -> path.startsWith("/"))) {
            throw new IllegalArgumentException("A path must start with /");
        }
    }

    /**
     * How the device list is walked.
     *
     * @param id where in a list record the source's own id of the device is
     * @param pageSize devices a page, from 1 to {@code maxPageSize}
     * @param maxPageSize the most the source gives in one page
     * @param rows where in an answer the list is; empty: the answer is the list
     * @param kind where a record says which of the source's lists it is from; the run counts each apart
     * @param incomplete where a record says that it is too little to go by alone: the details of such records are read
     *     and of no others, whatever the policy says of details
     * @param changes whether the source can list what changed since a moment
     * @param next where in an answer the cursor of the next page or the link to it is, for a list that is paged so
     * @param ends how the last page of a list that is paged by numbers is told
     * @param complete whether a list record is all there is to know of a device: no details are read, whatever the policy
     *     says of details, and the source's route for them may be missing
     */
    public record Listing(
            JsonPointer id,
            int pageSize,
            int maxPageSize,
            Optional<JsonPointer> rows,
            Optional<JsonPointer> kind,
            Optional<JsonPointer> incomplete,
            @Default("false") boolean changes,
            Optional<JsonPointer> next,
            @Default("short-page") Ends ends,
            @Default("false") boolean complete) {
        public Listing {
            if (pageSize < 1 || pageSize > maxPageSize) {
                throw new IllegalArgumentException("page-size must be from 1 to max-page-size (" + maxPageSize + ")");
            }
        }
    }

    /** Which page of a list that is paged by numbers is the last. */
    public enum Ends {
        /** One with fewer devices than were asked for. */
        SHORT_PAGE,
        /** One without any: a request more, for sources that may give less than they are asked for. */
        EMPTY_PAGE
    }

    /**
     * How much may be asked of a tenant.
     *
     * @param atOnce requests in flight at the same time
     */
    public record Limits(
            Optional<Integer> perSecond,
            Optional<Integer> perHour,
            @Default("5") int atOnce) {
        public Limits {
            if (atOnce < 1 || perSecond.orElse(1) < 1 || perHour.orElse(1) < 1) {
                throw new IllegalArgumentException("Limits must be 1 or more");
            }
        }
    }

    /**
     * What can be written to a device: the JSON of the request that the source's route {@code <name>-write} sends.
     *
     * @param kind which of the source's lists the device must be in; empty: any
     * @param permission the name of the permission that it needs
     * @param rows what goes where
     */
    public record WriteBack(Optional<String> kind, String permission, List<WriteRow> rows) {}

    /**
     * A value in the request that changes a device.
     *
     * @param field what is written; a user's fields are written together. Empty: it is emptied whenever the user changes
     * @param to where in the request
     * @param none what is written where there is no value
     * @param seen where the record of a single device has it, in the answer to the change too; empty: it isn't compared
     */
    public record WriteRow(
            Optional<Field> field,
            JsonPointer to,
            @Default("blank") Nothing none,
            Optional<JsonPointer> seen) {

        /** Whether it is about the device's user. */
        public boolean ofUser() {
            return field.map(known -> known.scope() == Field.Scope.USER).orElse(true);
        }
    }

    /** How a source is told that there is no value. */
    public enum Nothing {
        NULL,
        /** The empty text. */
        BLANK
    }

    /**
     * A list of people, as the source's route {@code <name>-people} reads it.
     *
     * @param rows where in an answer the list is; empty: the answer is the list
     * @param gone where a person's record says that they have left; empty: it doesn't say
     * @param fields where it has what
     */
    public record Directory(Optional<JsonPointer> rows, Optional<JsonPointer> gone, Map<Field, JsonPointer> fields) {}

    /**
     * A permission of the source's token.
     *
     * @param name exactly as the source's own web pages have it
     * @param path a GET that shows whether it is there; {@code {id}} stands for some device's id. Empty where there is
     *     no way to try without doing something
     * @param olderPaths paths to try where the one before answers that there is no such thing: older servers
     * @param trial a POST that shows whether it is there and does nothing, as it is about a device that can't exist: 401
     *     and 403 mean that it is missing
     * @param patch the path of a device that doesn't exist: a PATCH without content shows whether the permission is there,
     *     by the answer that there is no such device
     * @param needs for what a connection needs it
     * @param platforms the platforms of devices that it is needed for; empty: all
     * @param remedy what to do when it is missing, one sentence
     */
    public record Permission(
            String name,
            Optional<String> path,
            List<String> olderPaths,
            Optional<String> trial,
            Optional<String> patch,
            List<Need> needs,
            List<String> platforms,
            String remedy) {
        public Permission {
            if (needs.isEmpty()) {
                throw new IllegalArgumentException("needs must name at least one purpose");
            }
            trial.ifPresent(post -> requirePaths(List.of(post)));
            path.ifPresent(first -> requirePaths(List.of(first)));
            requirePaths(olderPaths);
            patch.ifPresent(probe -> requirePaths(List.of(probe)));
        }

        /** Whether it is needed for a command to a device of this platform. */
        public boolean isFor(DeviceCommand command, String platform) {
            return needs.contains(Need.of(command))
                    && (platforms.isEmpty() || platforms.stream().anyMatch(platform::equalsIgnoreCase));
        }
    }

    /**
     * What devices can be told to do.
     *
     * @param address where a list record has the id that commands are addressed to; empty: the device's own id
     * @param granted where the server says which permissions the token has, by name; empty: it doesn't
     * @param accepts the commands, each with the platforms it is for
     */
    public record Commands(Optional<JsonPointer> address, Optional<Granted> granted, List<Accepts> accepts) {

        /** What a device of a platform can be told, if it can be told this. */
        public Optional<Accepts> find(DeviceCommand command, String platform) {
            return accepts.stream()
                    .filter(row -> row.command() == command)
                    .filter(row -> row.platforms().stream().anyMatch(platform::equalsIgnoreCase))
                    .findFirst();
        }

        /** The platforms that can be told this. */
        public List<String> platforms(DeviceCommand command) {
            return accepts.stream()
                    .filter(row -> row.command() == command)
                    .flatMap(row -> row.platforms().stream())
                    .toList();
        }
    }

    /**
     * Where a server tells what its token may do.
     *
     * @param path a GET
     * @param names where in the answer the names of permissions are, in lists or maps of lists
     */
    public record Granted(String path, JsonPointer names) {
        public Granted {
            requirePaths(List.of(path));
        }
    }

    /**
     * A command and the devices it is for.
     *
     * @param platforms as the source's records name them
     * @param pin whether it needs a PIN of six digits, which the device asks for afterwards
     */
    public record Accepts(
            DeviceCommand command,
            List<String> platforms,
            @Default("false") boolean pin) {}

    /**
     * Where a device's page is.
     *
     * @param region the region whose tenants have it; empty: any address
     * @param ids a pattern of the device ids it is for, whose first group is {@code {id}}; empty: all, the whole id
     * @param page an address with {@code {id}} and {@code {subdomain}} or {@code {base-url}} in it
     */
    public record Link(Optional<String> region, Optional<String> ids, String page) {}

    /**
     * A row of the mapping.
     *
     * @param from places in order of preference
     * @param convert a {@link Converter} or a table, for places without one of their own
     */
    public record Row(
            Field field,
            List<Location> from,
            @Default("text") String convert,
            @Default("first") Choose choose) {}

    /**
     * A restricted value.
     *
     * @param from empty where no record has it
     * @param request how to ask for it where no record has it
     * @param why where it comes from instead, or why it doesn't come
     */
    public record Restricted(
            RestrictedField field,
            List<Location> from,
            @Default("text") String convert,
            @Default("first") Choose choose,
            Optional<SecretRequest> request,
            Optional<String> why) {}

    /**
     * A request for a single secret of a single device.
     *
     * @param paths a GET with the device's id as {@code {id}}; a later one is tried where an earlier one isn't there (older
     *     servers)
     * @param value where in the answer the value is; the first place that has one
     * @param id where in the list record the id for the path is; empty: it is the device's own
     * @param where a property of the list record
     * @param in what it must be for the device to be asked for at all
     */
    public record SecretRequest(
            List<String> paths, List<JsonPointer> value, Optional<JsonPointer> id, JsonPointer where, List<String> in) {
        public SecretRequest {
            requirePaths(paths);
            if (paths.isEmpty() || value.isEmpty() || !paths.stream().allMatch(path -> path.contains("{id}"))) {
                throw new IllegalArgumentException(
                        "A request needs paths with {id} in them, and a place in the answer");
            }
        }
    }

    /** A field that isn't filled, or not for every device, with a sentence that says so to people. */
    public record Unavailable(Field field, String why) {}

    /**
     * Reads a mapping file.
     *
     * @param origin the file's name, for messages
     * @throws InvalidSettings with everything that is wrong in it
     */
    public static SourceDefinition read(String origin, String yaml) {
        var document = StrictYaml.parse(origin, yaml);
        var definition = document.as(SourceDefinition.class);
        var problems = new DefinitionChecks(document, definition).problems();
        if (!problems.isEmpty()) {
            throw new InvalidSettings(problems);
        }
        return definition;
    }

    /** What can be written to a device of this kind; empty: nothing. */
    public Optional<WriteBack> writeBack(Optional<String> kind) {
        return writeBack.stream()
                .filter(found -> found.kind().isEmpty() || found.kind().equals(kind))
                .findFirst();
    }

    /** Whether the source goes by this name; case doesn't matter. */
    public boolean isCalled(String text) {
        return name.equalsIgnoreCase(text.strip()) || aliases.stream().anyMatch(text.strip()::equalsIgnoreCase);
    }

    /** Whether a place is restricted or never stored, in whole or in part: nobody can map it to a field. */
    boolean isRemoved(Location place) {
        return Stream.concat(drop.stream(), restricted.stream().flatMap(row -> row.from().stream()))
                        .anyMatch(place::overlaps)
                || place.names().anyMatch(dropNames::contains);
    }
}
