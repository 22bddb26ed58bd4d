package io.rollcall.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Locations, categories, products and statuses. */
class RecordApiTests extends ApiTestBase {

    private static final String API = "/api/v1/";

    @ParameterizedTest
    @ValueSource(strings = {"locations", "categories"})
    void makesRenamesAndFindsThemByName(String path) {
        var key = "Place " + name();
        var made = api().post(API + path, "{'name':' " + key + "  '}").expect(201);
        assertThat(made.at("/name")).isEqualTo(key);
        assertThat(made.location()).isEqualTo(API + path + "/" + made.at("/id"));

        var renamed = api().ifMatch(made.etag())
                .patch(made.location(), "{'name':'" + key + " new'}")
                .expect(200);

        assertThat(renamed.at("/name")).isEqualTo(key + " new");
        assertThat(renamed.number("/version")).isEqualTo(1);
        assertThat(api().get(made.location()).json()).isEqualTo(renamed.json());
        api().ifMatch(made.etag()).patch(made.location(), "{'name':'x'}").expectProblem(412);
        assertThat(api().get(API + path + "?q=" + key.replace(" ", "%20") + "%20NEW")
                        .each("/items", "id"))
                .containsExactly(made.at("/id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"locations", "categories", "products", "statuses"})
    void aNameIsUniqueWhateverItsCase(String path) {
        var key = "Only " + name();
        api().post(API + path, "{'name':'" + key + "'}").expect(201);

        var refused =
                api().post(API + path, "{'name':'" + key.toUpperCase() + "'}").expectProblem(409);

        assertThat(refused.at("/detail")).contains(key.toUpperCase(), "already");
    }

    @ParameterizedTest
    @ValueSource(strings = {"locations", "categories", "products"})
    void aRenamingToATakenNameIsRefusedAndChangesNothing(String path) {
        var key = "Taken " + name();
        api().post(API + path, "{'name':'" + key + "'}").expect(201);
        var other = api().post(API + path, "{'name':'" + key + " other'}").expect(201);

        api().patch(other.location(), "{'name':'" + key + "'}").expectProblem(409);

        assertThat(api().get(other.location()).at("/name")).isEqualTo(key + " other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"locations", "categories", "products", "statuses"})
    void aNameIsRequired(String path) {
        api().post(API + path, "{'name':'  '}").expectProblemAt("name");
        api().post(API + path, "{'name':'" + "x".repeat(201) + "'}").expectProblemAt("name");
        api().post(API + path, "{}").expectProblemAt("name");
    }

    @Test
    void anArchivedLocationIsOutOfTheListUnlessAskedFor() {
        var key = name();
        var made = api().post(API + "locations", "{'name':'" + key + "'}").expect(201);

        api().post(made.location() + "/archive").expect(200);

        assertThat(api().get(API + "locations?q=" + key).json().path("items")).isEmpty();
        assertThat(api().get(API + "locations?archived=true&q=" + key).each("/items", "name"))
                .containsExactly(key);
        assertThat(api().post(made.location() + "/restore").expect(200).at("/archivedAt"))
                .isIn("", "null");
    }

    @Test
    void E11_aProductsCategoryCanBeChanged() {
        var key = name();
        api().post(API + "categories", "{'name':'Kandji " + key + "'}").expect(201);
        api().post(API + "categories", "{'name':'Loan " + key + "'}").expect(201);
        var made = api().post(
                        API + "products",
                        "{'name':'MacBook %1$s','manufacturer':'Apple %1$s','category':'kandji %1$s'}".formatted(key))
                .expect(201);
        assertThat(made.at("/category")).isEqualTo("Kandji " + key);
        assertThat(made.at("/manufacturer")).isEqualTo("Apple " + key);

        var changed =
                api().patch(made.location(), "{'category':'Loan " + key + "'}").expect(200);

        assertThat(changed.at("/category")).isEqualTo("Loan " + key);
        assertThat(changed.at("/manufacturer")).isEqualTo("Apple " + key);
        assertThat(api().get(API + "products?q=apple%20" + key).each("/items", "id"))
                .containsExactly(made.at("/id"));
        assertThat(api().get(API + "products?category=loan%20" + key).each("/items", "id"))
                .containsExactly(made.at("/id"));
        assertThat(api().patch(made.location(), "{'category':''}").at("/category"))
                .isEmpty();
        api().patch(made.location(), "{'category':'no such'}").expectProblemAt("category");
        assertThat(api().get("/api/v1/audit?object=product/" + made.at("/id")).each("", "action"))
                .containsExactly("product.change", "product.change", "product.create");
    }

    @Test
    void twoManufacturersMayHaveAProductOfTheSameName() {
        var key = name();
        var body = "{'name':'Model %1$s','manufacturer':'%2$s %1$s'}";
        api().post(API + "products", body.formatted(key, "First")).expect(201);
        api().post(API + "products", body.formatted(key, "Second")).expect(201);
        api().post(API + "products", body.formatted(key, "FIRST")).expectProblem(409);
    }

    @Test
    void statusesAreListedInTheirOrder() {
        var key = "status " + name();
        api().post(API + "statuses", "{'name':'" + key + "','position':0}").expect(201);

        var all = api().get(API + "statuses").expect(200);

        assertThat(all.each("", "name"))
                .startsWith(key, "allocated", "in stock")
                .contains("retired", "lost");
    }
}
