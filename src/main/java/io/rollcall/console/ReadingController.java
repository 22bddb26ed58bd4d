package io.rollcall.console;

import io.rollcall.sync.Opening;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Tells the page of an asset whether the details that were too old have been read again (D10). */
@Controller
class ReadingController {

    private final Opening opening;

    ReadingController(Opening opening) {
        this.opening = opening;
    }

    /** @param look how often the page has looked */
    @GetMapping("/assets/{id}/reading")
    String look(@PathVariable long id, @RequestParam(defaultValue = "1") int look, Model model) {
        model.addAttribute("reading", Reading.of(id, opening.open(id), look));
        return "console/asset :: look";
    }
}
