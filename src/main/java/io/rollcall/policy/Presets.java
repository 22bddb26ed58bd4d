package io.rollcall.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollcall.settings.InvalidSettings;
import io.rollcall.settings.Problem;
import io.rollcall.settings.StrictYaml;
import io.rollcall.startup.Home;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import org.springframework.util.DigestUtils;

/** The policy files in {@code presets/}, by their file names without {@code .yaml}. */
@Component
public class Presets {

    /** What a connection to Iru gets that names none. */
    public static final String DEFAULT = "unthread-iru";

    /** What it gets where the source has no preset of its own that is usual. */
    private static final String PLAIN = "plain";

    /** The origin of problems in what a preset and its overrides make. */
    public static final String POLICY = "policy";

    private static final String SCHEDULE = "schedule";

    /** Where the files are, in Rollcall's home. */
    public static final String FOLDER = "presets";

    /** As many policies are kept as read, a few more than anyone has connections. */
    private static final int KEPT = 5_000;

    private static final ObjectMapper SORTED = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private volatile Map<String, JsonNode> trees;

    /** What was read once: lists of connections, metrics and schedules ask for all of them again and again. */
    private volatile Map<Key, Policy> policies = new ConcurrentHashMap<>();

    private record Key(String preset, JsonNode overrides) {}

    @Autowired
    Presets(Home home) {
        this(home.yamlFiles(FOLDER));
    }

    private Presets(Map<String, String> texts) {
        var read = new TreeMap<String, JsonNode>();
        texts.forEach((origin, text) -> {
            var document = StrictYaml.parse(origin, text);
            document.as(Policy.class);
            read.put(origin.replaceAll("^.*/|\\.yaml$", ""), document.tree());
        });
        this.trees = read;
    }

    /**
     * The presets that other files would make. Nothing changes by it.
     *
     * @param texts file name → content
     * @throws InvalidSettings with what is wrong in the first of them that is wrong
     */
    public Presets with(Map<String, String> texts) {
        return new Presets(texts);
    }

    /** Puts those presets in the place of these. */
    public void become(Presets others) {
        trees = others.trees;
        policies = new ConcurrentHashMap<>();
    }

    public List<String> names() {
        return List.copyOf(trees.keySet());
    }

    /**
     * What a connection gets that names none.
     *
     * @param isCalled whether its source goes by a name
     */
    public String usual(Predicate<String> isCalled) {
        return isCalled.test(tree(DEFAULT).path("source").asText()) ? DEFAULT : PLAIN;
    }

    /**
     * The presets a source can have, those made for it first.
     *
     * @param isCalled whether the source goes by a name
     */
    public List<String> of(Predicate<String> isCalled) {
        return Stream.of(isCalled, (Predicate<String>) Policy.ANY::equals)
                .flatMap(fits -> names().stream()
                        .filter(name -> fits.test(tree(name).path("source").asText())))
                .toList();
    }

    /** A preset's own file, as it stands. */
    public JsonNode tree(String preset) {
        return trees.getOrDefault(preset, MissingNode.getInstance()).deepCopy();
    }

    /**
     * A preset with single keys overridden.
     *
     * @throws InvalidSettings if there is no such preset, or what comes out is no policy: with the path of each wrong key
     */
    public Policy policy(String preset, JsonNode overrides) {
        var kept = policies;
        var key = new Key(preset, overrides);
        var policy = kept.get(key);
        if (policy == null) {
            policy = read(preset, overrides);
            if (kept.size() >= KEPT) {
                kept.clear();
            }
            kept.put(new Key(preset, overrides.deepCopy()), policy);
        }
        return policy;
    }

    /** Tells policies apart, whatever the order of their keys, also over restarts; empty if there is no such preset. */
    public Optional<String> hash(String preset, JsonNode overrides) {
        return Optional.ofNullable(trees.get(preset))
                .map(tree -> sorted(StrictYaml.merge(base(tree, overrides), overrides)))
                .map(text -> DigestUtils.md5DigestAsHex(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String sorted(JsonNode tree) {
        try {
            return SORTED.writeValueAsString(SORTED.treeToValue(tree, Object.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Policy read(String preset, JsonNode overrides) {
        var tree = trees.get(preset);
        if (tree == null) {
            throw new InvalidSettings(new Problem(
                    "connection", 0, "preset", "There is no preset \"" + preset + "\"", "Known: " + names()));
        }
        return StrictYaml.read(POLICY, StrictYaml.merge(base(tree, overrides), overrides), Policy.class);
    }

    /** A schedule is overridden as a whole: an interval takes the place of a cron expression, not its side. */
    private static JsonNode base(JsonNode preset, JsonNode overrides) {
        return overrides.has(SCHEDULE) && preset instanceof ObjectNode object
                ? object.deepCopy().without(SCHEDULE)
                : preset;
    }
}
