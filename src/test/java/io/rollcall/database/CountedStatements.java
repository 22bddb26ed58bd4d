package io.rollcall.database;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** The SQL statements that the application executes while they are counted. Begin, commit and savepoints don't count. */
@TestConfiguration
public class CountedStatements {

    private static final ConcurrentLinkedQueue<Executed> EXECUTED = new ConcurrentLinkedQueue<>();
    private static volatile boolean counting;

    /** A statement, and the thread that executed it. */
    public record Executed(Thread thread, String sql) {}

    /** Counts from here on. */
    public static void begin() {
        EXECUTED.clear();
        counting = true;
    }

    /** Those since the beginning, in order. */
    public static List<Executed> soFar() {
        return List.copyOf(EXECUTED);
    }

    /** Counts no more. */
    public static List<Executed> end() {
        counting = false;
        var executed = soFar();
        EXECUTED.clear();
        return executed;
    }

    @Bean
    static BeanPostProcessor countStatements() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof DataSource database ? new Counting(database) : bean;
            }
        };
    }

    private static final class Counting extends DelegatingDataSource {

        Counting(DataSource database) {
            super(database);
        }

        @Override
        public Connection getConnection() throws SQLException {
            var connection = super.getConnection();
            return counting ? counted(connection) : connection;
        }

        private static Connection counted(Connection connection) {
            return proxy(Connection.class, (method, arguments) -> {
                var result = call(connection, method, arguments);
                return result instanceof PreparedStatement statement
                        ? counted(statement, String.valueOf(arguments[0]))
                        : result;
            });
        }

        private static PreparedStatement counted(PreparedStatement statement, String sql) {
            return proxy(PreparedStatement.class, (method, arguments) -> {
                if (counting && method.getName().startsWith("execute")) {
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
}
