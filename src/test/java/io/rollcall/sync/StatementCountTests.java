package io.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.demo.SimulatedIru;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** How many SQL statements a page takes, from being opened to being stored. Begin, commit and savepoints don't count. */
@Import(StatementCountTests.CountStatements.class)
class StatementCountTests extends PipelineTest {

    private static final int MOST = 15;
    private static final int DEVICES = 600;

    private record Executed(Thread thread, String sql) {}

    private static final ConcurrentLinkedQueue<Executed> EXECUTED = new ConcurrentLinkedQueue<>();

    @TestConfiguration
    static class CountStatements {

        @Bean
        static BeanPostProcessor countStatements() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof DataSource database ? new Counting(database) : bean;
                }
            };
        }
    }

    private static final class Counting extends DelegatingDataSource {

        Counting(DataSource database) {
            super(database);
        }

        @Override
        public Connection getConnection() throws SQLException {
            var connection = super.getConnection();
            return proxy(Connection.class, (method, arguments) -> {
                var result = call(connection, method, arguments);
                return result instanceof PreparedStatement statement
                        ? counted(statement, String.valueOf(arguments[0]))
                        : result;
            });
        }

        private static PreparedStatement counted(PreparedStatement statement, String sql) {
            return proxy(PreparedStatement.class, (method, arguments) -> {
                if (method.getName().startsWith("execute")) {
                    EXECUTED.add(new Executed(Thread.currentThread(), sql));
                }
                return call(statement, method, arguments);
            });
        }

        private interface Call {
            Object on(Method method, Object[] arguments) throws Throwable;
        }

        private static <T> T proxy(Class<T> type, Call call) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(),
                    new Class<?>[] {type},
                    (proxy, method, arguments) -> call.on(method, arguments)));
        }

        private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
            try {
                return method.invoke(target, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    /** The statements of each page since the last look: those of its consumer's thread up to its row in the ledger. */
    private static List<List<String>> pages() {
        var pages = new ArrayList<List<String>>();
        var byThread = EXECUTED.stream().collect(Collectors.groupingBy(Executed::thread, Collectors.toList()));
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
        EXECUTED.clear();
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
        EXECUTED.clear();

        var connection = connect(tenant, policy);
        assertFew(pages());

        var run = sync(connection);
        assertThat(run.counts().unchanged()).isEqualTo(DEVICES);
        assertFew(pages());
    }

    @Test
    void pageOfChangedOddDevicesTakesAtMostFifteenStatements() {
        var tenant = tenant(SimulatedIru.builder().devices(DEVICES).odd(true));
        var connection = connect(tenant, ALWAYS);
        tenant.fleet().ids().forEach(id -> tenant.fleet().update(id, draft -> draft.name("Renamed")));
        EXECUTED.clear();

        var run = sync(connection);

        assertThat(run.counts().updated()).isGreaterThan(DEVICES / 2);
        assertFew(pages());
    }

    private static final int MOST_AT_THE_END = 20;

    /** The statements after the last page's row in the ledger: the run's end. */
    private List<String> end(Runnable sync) {
        EXECUTED.clear();
        sync.run();
        var last = EXECUTED.stream()
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
        return EXECUTED.stream()
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
