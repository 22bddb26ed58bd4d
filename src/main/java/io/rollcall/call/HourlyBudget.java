package io.rollcall.call;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * At most so many requests to a tenant in any rolling hour, over all processes and restarts: requests are taken in
 * blocks, each written down before its first use. A block may be used for a short time only and counts until an hour
 * after that; what is left of it is given back with the next, or when the limit changes. Thread-safe.
 */
final class HourlyBudget {

    /** How long a block may be used: the limit is under-used by at most this part of an hour. */
    static final Duration BLOCK_LIFE = Duration.ofSeconds(10);

    private static final int BLOCKS_AN_HOUR = 100;

    /**
     * However high the limit is: what nobody gives back, because its process is gone, counts for an hour, and the limit may
     * be a low one by then.
     */
    private static final long LARGEST_BLOCK = 1000;

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

    private static final Logger LOG = LoggerFactory.getLogger(HourlyBudget.class);

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final String tenant;

    private volatile long perHour;
    private long takenFor;
    private long block;
    private long left;
    private long usableTill;

    /** What became of asking for a block: its number, its requests, and after how long to ask again where there are none. */
    private record Taken(long block, long permits, long nanos) {}

    HourlyBudget(JdbcClient jdbc, TransactionTemplate transaction, String tenant, long perHour) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.tenant = tenant;
        this.perHour = perHour;
    }

    /** Takes a request. Returns 0, or the nanoseconds after which to ask again because the hour is used up. */
    synchronized long reserve(long now) {
        if (left == 0 || takenFor != perHour || now - usableTill >= 0) {
            var wait = takeBlock(now);
            if (wait > 0) {
                return wait;
            }
        }
        left--;
        return 0;
    }

    /** From now on at most so many; what was taken by another limit and not used is given back before the next request. */
    void limit(long perHour) {
        this.perHour = perHour;
    }

    long limit() {
        return perHour;
    }

    /** Nobody asks here any more: what is left of the block is for whoever asks next, with whatever limit. */
    synchronized void giveBack() {
        try {
            giveBack(left);
        } catch (DataAccessException | TransactionException e) {
            LOG.info(
                    "{}: {} requests that weren't sent count for an hour, for the database can't be reached",
                    tenant,
                    left);
        }
        left = 0;
    }

    private void giveBack(long unused) {
        if (unused > 0) {
            jdbc.sql(SQL_GIVE_BACK)
                    .param("unused", unused)
                    .param("block", block)
                    .update();
        }
    }

    private long takeBlock(long now) {
        var limit = perHour;
        var unused = left;
        left = 0;
        var taken = transaction.execute(status -> {
            jdbc.sql(SQL_LOCK).param("tenant", tenant).query(rs -> {});
            jdbc.sql(SQL_FORGET).param("tenant", tenant).update();
            giveBack(unused);
            return take(limit);
        });
        takenFor = limit;
        block = taken.block();
        left = taken.permits();
        usableTill = now + BLOCK_LIFE.toNanos();
        return taken.nanos();
    }

    private Taken take(long limit) {
        return jdbc.sql(SQL_TAKE)
                .param("tenant", tenant)
                .param("perHour", limit)
                .param("wanted", Math.max(1, Math.min(limit / BLOCKS_AN_HOUR, LARGEST_BLOCK)))
                .param("life", BLOCK_LIFE.toMillis())
                .query((row, n) -> new Taken(row.getLong("id"), row.getLong("permits"), 0))
                .optional()
                .orElseGet(() -> new Taken(0, 0, untilSomeAreFree()));
    }

    private long untilSomeAreFree() {
        var millis =
                jdbc.sql(SQL_WAIT).param("tenant", tenant).query(Long.class).single();
        return Duration.ofMillis(Math.max(1, millis)).toNanos();
    }
}
