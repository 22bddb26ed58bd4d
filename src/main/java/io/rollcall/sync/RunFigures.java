package io.rollcall.sync;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What is reckoned of a run when someone looks at it. */
@Repository
public class RunFigures {

    /** How much there is to do is a guess: what the connection's last complete sync saw, or the letters of a replay. */
    private static final String SQL = """
            select r.id, r.seen, r.pages_complete,
                   (select count(*) from run_outcome o where o.run_id = r.id) as notices,
                   case when r.kind = 'replay'
                        then (select count(*) from dead_letter l where l.replay_run = r.id)
                        else (select p.seen from run p
                              where p.connection_id = r.connection_id and p.kind = 'sync' and p.state = 'succeeded'
                                and p.id < r.id and r.scope = '' and p.scope = ''
                              order by p.id desc limit 1) end::int as expected
            from run r where r.id = any(:runs)
            """;

    private final JdbcClient jdbc;

    RunFigures(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Figures of a run.
     *
     * @param notices how many skips, duplicates and notices it has
     */
    public record Figures(long notices, Progress progress) {}

    /**
     * How far a run is.
     *
     * @param seen devices so far
     * @param expected about how many there are; empty: nothing is known, as in a first sync
     * @param percent 0 to 100, and 100 only once every page is stored; empty: nothing is known
     */
    public record Progress(int seen, Optional<Integer> expected, Optional<Integer> percent) {

        private static final int WHOLE = 100;

        static Progress of(int seen, Optional<Integer> expected, boolean complete) {
            if (complete) {
                return new Progress(seen, Optional.of(seen), Optional.of(WHOLE));
            }
            var percent = expected.filter(count -> count > 0)
                    .map(count -> (int) Math.min(WHOLE - 1L, (long) seen * WHOLE / count));
            return new Progress(seen, expected, percent);
        }
    }

    /** By run; a run that isn't there has none. */
    public Map<Long, Figures> of(Collection<Long> runs) {
        var figures = new HashMap<Long, Figures>();
        jdbc.sql(SQL).param("runs", runs.toArray(Long[]::new)).query(row -> {
            var expected = Optional.ofNullable(row.getObject("expected", Integer.class));
            var progress = Progress.of(row.getInt("seen"), expected, row.getBoolean("pages_complete"));
            figures.put(row.getLong("id"), new Figures(row.getLong("notices"), progress));
        });
        return figures;
    }
}
