package io.rollcall.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The table {@code sign_in_failure}. From the fifth bad sign-in on, for one account or from one address, the next one has
 * to wait: a second, then twice as long each time, up to five minutes. After a quarter of an hour without one all is
 * forgotten. Whether anybody has the name makes no difference, so that the answer doesn't tell.
 */
@Repository
class SignInFailures {

    private static final String WAIT =
            "case when f.failures < 5 then 0 else least(power(2, least(f.failures, 20) - 5), 300) end";

    private static final String SQL_COUNT = """
            insert into sign_in_failure as f (key, failures, last_at) values (:key, 1, clock_timestamp())
            on conflict (key) do update set last_at = clock_timestamp(),
                failures = case when f.last_at < now() - interval '15 minutes' then 1 else f.failures + 1 end
            where f.last_at + make_interval(secs => %s) <= clock_timestamp()
            """.formatted(WAIT);

    private static final String SQL_LEFT = """
            select ceil(coalesce(max(extract(epoch from
                f.last_at + make_interval(secs => %s) - clock_timestamp())), 0))::bigint
            from sign_in_failure f where key in (:keys)
            """.formatted(WAIT);

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    SignInFailures(JdbcClient jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /**
     * Counts a sign-in as bad before the password is looked at: tries at the same time must not all be the first one.
     *
     * @return how long to wait first; empty: it may go on, and says so if it was good
     */
    Optional<Duration> begin(String name, String address) {
        return begin(List.of(account(name), origin(address)));
    }

    /** Counts a bad sign-in that is nobody's account's, but has an address. */
    Optional<Duration> begin(String address) {
        return begin(List.of(origin(address)));
    }

    private Optional<Duration> begin(List<String> keys) {
        var counted = Boolean.TRUE.equals(transaction.execute(status -> {
            var all = keys.stream().allMatch(this::count);
            if (!all) {
                status.setRollbackOnly();
            }
            return all;
        }));
        return counted ? Optional.empty() : Optional.of(left(keys));
    }

    private boolean count(String key) {
        return jdbc.sql(SQL_COUNT).param("key", key).update() > 0;
    }

    private Duration left(List<String> keys) {
        var seconds = jdbc.sql(SQL_LEFT).param("keys", keys).query(Long.class).single();
        return Duration.ofSeconds(Math.max(1, seconds));
    }

    /** It was good: the account begins anew. The address keeps what others did from there. */
    void good(String name, String address) {
        jdbc.sql("delete from sign_in_failure where key = :key")
                .param("key", account(name))
                .update();
        jdbc.sql("update sign_in_failure set failures = failures - 1 where key = :key and failures > 0")
                .param("key", origin(address))
                .update();
    }

    /** Forgets what no longer counts. */
    void clean() {
        jdbc.sql("delete from sign_in_failure where last_at < now() - interval '15 minutes'")
                .update();
    }

    /** Hashed: people type their password into the wrong field. */
    private static String account(String name) {
        return "account " + HexFormat.of().formatHex(Randoms.hash(name.strip().toLowerCase(Locale.ROOT)));
    }

    /** Whoever has one IPv6 address has the 2^64 beside it. */
    static String origin(String address) {
        try {
            return InetAddress.getByName(address) instanceof Inet6Address six
                    ? "address " + HexFormat.of().formatHex(six.getAddress(), 0, 8)
                    : "address " + address;
        } catch (UnknownHostException e) {
            return "address " + address;
        }
    }
}
