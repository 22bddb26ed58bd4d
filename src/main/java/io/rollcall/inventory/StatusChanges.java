package io.rollcall.inventory;

import io.rollcall.access.Actor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Gives many assets a status at once: the number of statements doesn't depend on that of assets. */
@Service
public class StatusChanges {

    private final AssetRows rows;
    private final AssetPlans plans;
    private final AssetWrites writes;

    StatusChanges(AssetRows rows, AssetPlans plans, AssetWrites writes) {
        this.rows = rows;
        this.plans = plans;
        this.writes = writes;
    }

    /** What giving it would come to, asset by asset, for people. Nothing is written. */
    public Map<Long, String> preview(List<Long> assets, String status) {
        var answers = new LinkedHashMap<Long, String>();
        plan(rows.read(assets), status).forEach((id, plan) -> answers.put(id, outcome(plan, status, "would get")));
        return answers;
    }

    /**
     * Gives the status to the assets that may have it.
     *
     * @param actor who is named in the history
     * @return what it came to, asset by asset, for people
     */
    @Transactional
    public Map<Long, String> set(List<Long> assets, String status, Actor actor) {
        var planned = plan(rows.lock(assets), status);
        var wanted = planned.values().stream()
                .filter(plan -> plan.wrongs().isEmpty() && !plan.changesNothing())
                .toList();
        if (!wanted.isEmpty()) {
            writes.write(wanted, actor);
        }
        var answers = new LinkedHashMap<Long, String>();
        planned.forEach((id, plan) -> answers.put(id, outcome(plan, status, "got")));
        return answers;
    }

    private Map<Long, AssetPlan> plan(Map<Long, AssetSnapshot> assets, String status) {
        var snapshots = new ArrayList<>(assets.values());
        var made = plans.of(snapshots.stream()
                .map(asset -> new AssetPlans.Wish(Optional.of(asset), Map.of(AssetColumn.STATUS, status)))
                .toList());
        var planned = new LinkedHashMap<Long, AssetPlan>();
        for (var i = 0; i < snapshots.size(); i++) {
            planned.put(snapshots.get(i).id(), made.get(i));
        }
        return planned;
    }

    private static String outcome(AssetPlan plan, String status, String verb) {
        if (!plan.wrongs().isEmpty()) {
            return "nothing: " + plan.wrongs().get(0).found();
        }
        return plan.changesNothing() ? "nothing: it has the status already" : verb + " the status " + status;
    }
}
