package io.rollcall.sync;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.DriverDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * Between the pool and PostgreSQL: statements and commits fail as planned, or now and then by a seed. What fails does so
 * in the server wherever that can be, so that the transaction is as aborted, and the connection as dead, as it would be.
 *
 * <pre>{@code
 * database.on("insert into asset").after(1).times(2).fail(Fault.answer("40P01"));
 * database.onCommitOf("insert into run_page").fail(Fault.LOST_AFTER);
 * }</pre>
 */
final class FaultyDatabase implements BeanPostProcessor {

    private final List<Plan> plans = new CopyOnWriteArrayList<>();
    private volatile @Nullable Seeded seeded;

    /** What goes wrong with one statement or commit. */
    interface Fault {

        /** The connection breaks before the statement reaches the server. */
        Fault LOST_BEFORE = (real, call) -> {
            throw lost(real);
        };

        /** It takes effect; the connection breaks before its answer arrives. */
        Fault LOST_AFTER = (real, call) -> {
            call.proceed();
            throw lost(real);
        };

        /** The server ends the session, as at a stop or a failover: 57P01. */
        Fault TERMINATED = (real, call) -> {
            try (var statement = real.createStatement()) {
                statement.execute("select pg_terminate_backend(pg_backend_pid())");
                statement.execute("select 1");
            }
            throw new IllegalStateException("the session lives on");
        };

        @Nullable
        Object happen(Connection real, Call call) throws Throwable;

        /** The server answers with this SQLSTATE. */
        static Fault answer(String state) {
            return (real, call) -> {
                try (var statement = real.createStatement()) {
                    statement.execute("do $$ begin raise exception using errcode = '" + state
                            + "', message = 'simulated " + state + "'; end $$");
                }
                throw new IllegalStateException("the server raised nothing");
            };
        }

        private static SQLException lost(Connection real) throws SQLException {
            real.abort(Runnable::run);
            return new PSQLException(
                    "An I/O error occurred while sending to the backend.", PSQLState.CONNECTION_FAILURE);
        }
    }

    /** What was to happen. */
    interface Call {
        @Nullable
        Object proceed() throws Throwable;
    }

    /** A plan for statements that contain this text, in any case. Nothing happens until {@link Plan#fail}. */
    Plan on(String part) {
        return new Plan(part, false);
    }

    /** A plan for commits of transactions in which such a statement ran. */
    Plan onCommitOf(String part) {
        return new Plan(part, true);
    }

    /** From now on one statement or commit of so many fails, in an order that the seed gives. */
    void failNowAndThen(long seed, int oneOf, Fault... faults) {
        seeded = new Seeded(new Random(seed), oneOf, List.of(faults), new AtomicInteger());
    }

    /** How many statements and commits failed by the seed. */
    int failedBySeed() {
        var now = seeded;
        return now == null ? 0 : now.hits().get();
    }

    /** Everything works again. */
    void clear() {
        plans.clear();
        seeded = null;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof HikariDataSource pool) {
            pool.setDataSource(new Wire(pool));
        }
        return bean;
    }

    private @Nullable Object through(Connection real, String sql, List<String> transaction, Call call)
            throws Throwable {
        var commit = sql.equals("commit");
        for (var plan : plans) {
            if (plan.isMeant(sql, commit, transaction) && plan.isDue()) {
                return plan.fault.happen(real, call);
            }
        }
        var now = seeded;
        var fault = now == null ? null : now.next();
        return fault == null ? call.proceed() : fault.happen(real, call);
    }

    private record Seeded(Random random, int oneOf, List<Fault> faults, AtomicInteger hits) {

        synchronized @Nullable Fault next() {
            if (random.nextInt(oneOf) > 0) {
                return null;
            }
            hits.incrementAndGet();
            return faults.get(random.nextInt(faults.size()));
        }
    }

    /** When a fault is due: once, unless told otherwise. */
    final class Plan {

        private final String part;
        private final boolean commit;
        private Fault fault = Fault.LOST_BEFORE;
        private long after;
        private long times = 1;
        private long matched;

        private Plan(String part, boolean commit) {
            this.part = part.toLowerCase(Locale.ROOT);
            this.commit = commit;
        }

        /** Lets this many pass first. */
        Plan after(int statements) {
            after = statements;
            return this;
        }

        /** For this many. */
        Plan times(int statements) {
            times = statements;
            return this;
        }

        Plan always() {
            times = Integer.MAX_VALUE;
            return this;
        }

        /** Puts the plan in force. */
        Plan fail(Fault what) {
            fault = what;
            plans.add(this);
            return this;
        }

        /** How many statements or commits it has hit so far. */
        synchronized long hits() {
            return Math.max(0, Math.min(matched - after, times));
        }

        private boolean isMeant(String sql, boolean commits, List<String> transaction) {
            return commit ? commits && transaction.stream().anyMatch(ran -> ran.contains(part)) : sql.contains(part);
        }

        private synchronized boolean isDue() {
            matched++;
            return matched > after && matched <= after + times;
        }
    }

    /** The pool's way to the server. */
    private final class Wire extends AbstractDataSource {

        private final HikariDataSource pool;
        private @Nullable DataSource driver;

        Wire(HikariDataSource pool) {
            this.pool = pool;
        }

        private synchronized DataSource driver() {
            if (driver == null) {
                driver = new DriverDataSource(
                        pool.getJdbcUrl(),
                        null,
                        pool.getDataSourceProperties(),
                        pool.getUsername(),
                        pool.getPassword());
            }
            return driver;
        }

        @Override
        public Connection getConnection() throws SQLException {
            return faulty(driver().getConnection());
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            return faulty(driver().getConnection(user, password));
        }
    }

    private Connection faulty(Connection real) {
        var transaction = new ArrayList<String>();
        return proxy(Connection.class, (method, arguments) -> switch (method.getName()) {
            case "prepareStatement" ->
                statement(real, (PreparedStatement) call(real, method, arguments), text(arguments), transaction);
            case "commit" -> {
                try {
                    yield through(real, "commit", transaction, () -> call(real, method, arguments));
                } finally {
                    transaction.clear();
                }
            }
            case "rollback" -> {
                if (arguments == null) {
                    transaction.clear();
                }
                yield call(real, method, arguments);
            }
            default -> call(real, method, arguments);
        });
    }

    private PreparedStatement statement(
            Connection real, PreparedStatement statement, String sql, List<String> transaction) {
        return proxy(PreparedStatement.class, (method, arguments) -> {
            if (!method.getName().startsWith("execute")) {
                return call(statement, method, arguments);
            }
            transaction.add(sql);
            return through(real, sql, transaction, () -> call(statement, method, arguments));
        });
    }

    private static String text(Object @Nullable [] arguments) {
        return arguments == null ? "" : String.valueOf(arguments[0]).toLowerCase(Locale.ROOT);
    }

    private interface Handler {
        @Nullable
        Object on(Method method, Object @Nullable [] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Handler handler) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> handler.on(method, arguments)));
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
