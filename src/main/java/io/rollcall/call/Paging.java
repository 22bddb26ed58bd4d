package io.rollcall.call;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Turns an answer into a page, one method for each kind of paging; the source's list route names the one it needs. */
@Component("paging")
public class Paging {

    /**
     * A bare array asked for with {@code offset} and {@code limit}: a page shorter than asked for is the last.
     *
     * @throws SourceBusy if the answer is no array: an error in disguise is never taken for an empty list
     */
    public SourcePage byOffset(JsonNode answer, PageRequest request) throws SourceBusy {
        var items = items(answer);
        var next = items.size() < request.pageSize()
                ? Optional.<String>empty()
                : Optional.of(String.valueOf(request.getOffset() + items.size()));
        return new SourcePage(items, next);
    }

    private static List<JsonNode> items(JsonNode answer) throws SourceBusy {
        if (!answer.isArray()) {
            throw new SourceBusy("The device list came back as "
                    + answer.getNodeType().name().toLowerCase(java.util.Locale.ROOT)
                    + " where a list was expected; nothing was taken from it.");
        }
        var items = new ArrayList<JsonNode>(answer.size());
        answer.forEach(items::add);
        return items;
    }
}
