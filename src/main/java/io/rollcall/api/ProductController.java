package io.rollcall.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.records.Products;
import io.rollcall.records.Products.Changes;
import io.rollcall.records.Products.Product;
import io.rollcall.records.Slice;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/products")
@Tag(name = "Products", description = "Models of manufacturers; syncs make most of them")
class ProductController {

    private static final int PAGE = 100;

    private final Products products;
    private final CurrentActor actor;

    ProductController(Products products, CurrentActor actor) {
        this.products = products;
        this.actor = actor;
    }

    @GetMapping
    @Operation(
            summary = "Products, by number",
            description = "\"q\" is looked for in the product's and its manufacturer's name. \"cursor\" is the "
                    + "\"next\" of the page before.")
    Slice<Product> list(
            @RequestParam Optional<String> q,
            @RequestParam Optional<String> category,
            @RequestParam(defaultValue = "0") long cursor) {
        return products.list(q.map(Query::text), category.map(Query::text), cursor, PAGE);
    }

    @GetMapping("/{id}")
    @Operation(summary = "One product")
    ResponseEntity<Product> get(@PathVariable long id) {
        return view(products.get(id));
    }

    @PostMapping
    @Operation(
            summary = "Add a product",
            description = "A manufacturer that isn't there yet is made; a category must be there.",
            requestBody = @RequestBody(content = @Content(schema = @Schema(implementation = Changes.class))))
    ResponseEntity<Product> create(@org.springframework.web.bind.annotation.RequestBody JsonNode body) {
        var made = products.create(Body.read(body, Changes.class), actor.get());
        return ResponseEntity.created(URI.create("/api/v1/products/" + made.id()))
                .eTag(IfMatch.tag(made.version()))
                .body(made);
    }

    @PatchMapping("/{id}")
    @Operation(
            summary = "Change a product",
            description = "New devices of a product get its category; assets that exist keep theirs.",
            requestBody = @RequestBody(content = @Content(schema = @Schema(implementation = Changes.class))))
    ResponseEntity<Product> change(
            @PathVariable long id,
            @RequestHeader(HttpHeaders.IF_MATCH) Optional<String> ifMatch,
            @org.springframework.web.bind.annotation.RequestBody JsonNode body) {
        var changes = Body.read(body, Changes.class);
        return view(products.change(id, changes, IfMatch.version(ifMatch), actor.get()));
    }

    private static ResponseEntity<Product> view(Product product) {
        return IfMatch.tagged(product, product.version());
    }
}
