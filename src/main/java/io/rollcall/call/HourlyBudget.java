package io.rollcall.call;

import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * At most so many requests to a tenant in any rolling hour, over all processes and restarts: requests are taken in
 * blocks, each written down before its first use. A block may be used for a short time only and counts until an hour
 * after that; what is left of it is given back with the next. Thread-safe.
 */
final class HourlyBudget {

    /** How long a block may be used: the limit is under-used by at most this part of an hour. */
    static final Duration BLOCK_LIFE = Duration.ofSeconds(10);

    private static final int BLOCKS_AN_HOUR = 100;

    private static final String SQL_LOCK = "select pg_advisory_xact_lock(hashtext('request_lease'), hashtext(:tenant))";

    private static final String SQL_FORGET =
            "delete from request_lease where tenant = :tenant and counts_till <= now()";

    private static final String SQL_GIVE_BACK =
            "update request_lease set permits = greatest(permits - :unused, 0) where id = :block";

    private static final String SQL_TAKE = """
            with used as (select coalesce(sum(permits), 0) as permits from request_lease where tenant = :tenant)
            insert into request_lease (tenant, permits, counts_till)
            select :tenant, least(:wanted, :perHour - used.permits),
                   now() + interval '1 hour' + :life * interval '1 millisecond'
            from used where used.permits < :perHour
            returning id, permits
            """;

    private static final String SQL_WAIT = """
            select coalesce(ceil(extract(epoch from min(counts_till) - clock_timestamp()) * 1000), 0)::bigint
            from request_lease where tenant = :tenant
            """;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final String tenant;
    private final long perHour;

    private long block;
    private long left;
    private long usableTill;

    HourlyBudget(JdbcClient jdbc, TransactionTemplate transaction, String tenant, long perHour) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.tenant = tenant;
        this.perHour = perHour;
    }

    /** Takes a request. Returns 0, or the nanoseconds after which to ask again because the hour is used up. */
    synchronized long reserve(long now) {
        if (left == 0 || now - usableTill >= 0) {
            var wait = takeBlock(now);
            if (wait > 0) {
                return wait;
            }
        }
        left--;
        return 0;
    }

    private long takeBlock(long now) {
        return transaction.execute(status -> {
            jdbc.sql(SQL_LOCK).param("tenant", tenant).query(rs -> {});
            jdbc.sql(SQL_FORGET).param("tenant", tenant).update();
            if (left > 0) {
                jdbc.sql(SQL_GIVE_BACK)
                        .param("unused", left)
                        .param("block", block)
                        .update();
                left = 0;
            }
            var taken = jdbc.sql(SQL_TAKE)
                    .param("tenant", tenant)
                    .param("perHour", perHour)
                    .param("wanted", Math.max(1, perHour / BLOCKS_AN_HOUR))
                    .param("life", BLOCK_LIFE.toMillis())
                    .query((row, n) -> new long[] {row.getLong("id"), row.getLong("permits")})
                    .optional();
            if (taken.isEmpty()) {
                var millis = jdbc.sql(SQL_WAIT)
                        .param("tenant", tenant)
                        .query(Long.class)
                        .single();
                return Duration.ofMillis(Math.max(1, millis)).toNanos();
            }
            block = taken.get()[0];
            left = taken.get()[1];
            usableTill = now + BLOCK_LIFE.toNanos();
            return 0L;
        });
    }
}
