package io.rollcall.api;

import io.rollcall.inventory.Assets;
import io.rollcall.inventory.Assets.Filter;
import io.rollcall.inventory.Assets.Slice;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/assets")
@Tag(name = "Assets", description = "The inventory")
class AssetController {

    private static final int PAGE = 100;

    private final Assets assets;

    AssetController(Assets assets) {
        this.assets = assets;
    }

    @GetMapping
    @Operation(
            summary = "Assets, by number",
            description = "\"q\" is looked for in asset ID, serial, name, asset tag, IMEI and user. \"cursor\" is the "
                    + "\"next\" of the page before.")
    Slice list(
            @RequestParam Optional<String> q,
            @RequestParam Optional<String> type,
            @RequestParam Optional<String> status,
            @RequestParam Optional<String> connection,
            @RequestParam Optional<String> serial,
            @RequestParam(defaultValue = "0") long cursor) {
        var filter = new Filter(
                q.map(Query::text),
                type.map(Query::text),
                status.map(Query::text),
                connection.map(Query::text),
                serial.map(Query::text));
        return assets.list(filter, cursor, PAGE);
    }

    @GetMapping("/{id}")
    @Operation(summary = "One asset, with what each source says of it")
    Assets.Asset get(@PathVariable long id) {
        return assets.find(id).orElseThrow(() -> NotFound.of("asset " + id));
    }

    @GetMapping("/{id}/history")
    @Operation(summary = "What changed on an asset, the newest first")
    List<Assets.Event> history(@PathVariable long id) {
        get(id);
        return assets.history(id, PAGE);
    }
}
