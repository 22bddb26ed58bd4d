package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.database.CountedStatements;
import io.rollcall.database.CountedStatements.Executed;
import io.rollcall.demo.SimulatedIru;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Import;

/** How many SQL statements a page takes, from being opened to being stored. Begin, commit and savepoints don't count. */
@Import(CountedStatements.class)
class StatementCountTests extends PipelineTest {

    private static final int MOST = 15;
    private static final int DEVICES = 600;

    @BeforeEach
    void count() {
        CountedStatements.begin();
    }

    @AfterEach
    void countNoMore() {
        CountedStatements.end();
    }

    /** The statements of each page since the last look: those of its consumer's thread up to its row in the ledger. */
    private static List<List<String>> pages() {
        var pages = new ArrayList<List<String>>();
        var byThread = CountedStatements.soFar().stream()
                .collect(Collectors.groupingBy(Executed::thread, Collectors.toList()));
        byThread.values().forEach(executed -> {
            var page = new ArrayList<String>();
            for (var statement : executed) {
                page.add(statement.sql().strip().replaceAll("\\s+", " "));
                if (statement.sql().contains("insert into run_page")) {
                    pages.add(List.copyOf(page));
                    page.clear();
                } else if (statement.sql().contains("insert into run_outcome")) {
                    // The remarks come right after the row.
                    page.clear();
                    var last = pages.remove(pages.size() - 1);
                    pages.add(Stream.concat(last.stream(), Stream.of("insert into run_outcome"))
                            .toList());
                }
            }
        });
        CountedStatements.begin();
        return pages;
    }

    /** Three full pages and the empty one that ends the list. */
    private static void assertFew(List<List<String>> pages) {
        assertThat(pages).hasSize(4).allSatisfy(page -> assertThat(page).hasSizeBetween(4, MOST));
    }

    @ParameterizedTest
    @ValueSource(strings = {LIST_ONLY, CHANGED, ALWAYS})
    void pageTakesAtMostFifteenStatementsWhateverItsSize(String policy) {
        var tenant = tenant(DEVICES);
        CountedStatements.begin();

        var connection = connect(tenant, policy);
        assertFew(pages());

        var run = sync(connection);
        assertThat(run.counts().unchanged()).isEqualTo(DEVICES);
        assertFew(pages());
    }

    @Test
    void pageOfChangedOddDevicesTakesAtMostFifteenStatements() {
        var tenant = tenant(SimulatedIru.builder().devices(DEVICES).odd(true));
        var connection = new AtomicReference<String>();
        // What ends the first run is not to be counted with a page of the second.
        end(() -> connection.set(connect(tenant, ALWAYS)));
        tenant.fleet().ids().forEach(id -> tenant.fleet().update(id, draft -> draft.name("Renamed")));
        CountedStatements.begin();

        var run = sync(connection.get());

        assertThat(run.counts().updated()).isGreaterThan(DEVICES / 2);
        assertFew(pages());
    }

    private static final int MOST_AT_THE_END = 20;

    /** The statements after the last page's row in the ledger: the run's end. */
    private List<String> end(Runnable sync) {
        CountedStatements.begin();
        sync.run();
        var last = CountedStatements.soFar().stream()
                .filter(executed -> executed.sql().contains("insert into run_page"))
                .reduce((one, other) -> other)
                .orElseThrow();
        // What follows the end of the run, its alerts, comes a moment after the run shows as ended.
        await(() -> {
            var ended = end(last);
            return ended.get(ended.size() - 1).contains("update alert");
        });
        return end(last);
    }

    private static List<String> end(Executed last) {
        return CountedStatements.soFar().stream()
                .dropWhile(executed -> executed != last)
                .skip(1)
                .filter(executed -> executed.thread() == last.thread())
                .map(Executed::sql)
                .toList();
    }

    @Test
    void endOfARunTakesAFixedNumberOfStatementsHoweverManyAreMissing() {
        var tenant = tenant(DEVICES);
        var connection = connect(tenant, LIST_ONLY);
        var none = end(() -> sync(connection));
        tenant.fleet().ids().subList(0, 2).forEach(tenant.fleet()::remove);
        var two = end(() -> sync(connection));
        tenant.fleet().ids().subList(0, 50).forEach(tenant.fleet()::remove);
        var fifty = end(() -> sync(connection));
        tenant.fleet().ids().subList(0, 400).forEach(tenant.fleet()::remove);
        var held = end(() -> sync(connection));

        assertThat(none).hasSizeBetween(4, MOST_AT_THE_END);
        assertThat(two.stream().filter(sql -> !sql.contains("request_lease"))).hasSizeBetween(5, MOST_AT_THE_END);
        assertThat(fifty.stream().filter(sql -> !sql.contains("request_lease")))
                .hasSameSizeAs(two.stream()
                        .filter(sql -> !sql.contains("request_lease"))
                        .toList());
        assertThat(held).hasSizeBetween(5, MOST_AT_THE_END);
    }
}
