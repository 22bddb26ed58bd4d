package io.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The advisories that are accepted, and why they are. */
class VexTests {

    /** What OpenVEX knows as a reason for {@code not_affected}. */
    private static final Set<String> JUSTIFICATIONS = Set.of(
            "component_not_present",
            "vulnerable_code_not_present",
            "vulnerable_code_not_in_execute_path",
            "vulnerable_code_cannot_be_controlled_by_adversary",
            "inline_mitigations_already_exist");

    @Test
    void S37_everyAcceptedAdvisoryHasItsReasonInTheVexFileAndInTheDecision() throws IOException {
        var statements = new ObjectMapper()
                .readTree(Path.of("security/vex.json").toFile())
                .path("statements");
        var decided = Pattern.compile("CVE-\\d{4}-\\d+")
                .matcher(Files.readString(Path.of("docs/decisions/0007-camel-4.18.0.md")))
                .results()
                .map(match -> match.group())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(statements).hasSize(decided.size()).allSatisfy(statement -> {
            assertThat(decided).contains(statement.at("/vulnerability/name").asText());
            assertThat(statement.path("status").asText()).isEqualTo("not_affected");
            assertThat(JUSTIFICATIONS).contains(statement.path("justification").asText());
            assertThat(statement.path("impact_statement").asText()).hasSizeGreaterThan(40);
        });
    }
}
