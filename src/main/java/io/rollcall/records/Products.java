package io.rollcall.records;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.rollcall.access.Actor;
import io.rollcall.access.Audit;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Products: models of a manufacturer. Syncs make most of them. A product's category is what new devices of it get (E11);
 * assets that exist keep theirs.
 */
@Repository
public class Products {

    private static final String SQL_SELECT = """
            select p.id, p.name, p.version, m.name as manufacturer, c.name as category
            from product p left join manufacturer m on m.id = p.manufacturer_id
            left join category c on c.id = p.category_id
            """;

    private static final String SQL_LIST = SQL_SELECT + """
            where p.id > :after and (:q::text is null or p.name ilike :q or m.name ilike :q)
              and (:category::text is null or lower(c.name) = lower(:category))
            order by p.id limit :limit
            """;

    private static final String SQL_INSERT = """
            insert into product (name, manufacturer_id, category_id) values (:name, :manufacturer, :category)
            returning id
            """;

    private static final String SQL_UPDATE = """
            update product
            set name = :name, manufacturer_id = :manufacturer, category_id = :category, version = version + 1,
                updated_at = now()
            where id = :id
            """;

    private static final String SQL_MANUFACTURER =
            "insert into manufacturer (name) values (:name) on conflict (lower(name)) do nothing";

    private final JdbcClient jdbc;
    private final Audit audit;

    Products(JdbcClient jdbc, Audit audit) {
        this.jdbc = jdbc;
        this.audit = audit;
    }

    /**
     * A product.
     *
     * @param manufacturer its maker's name; blank: not known
     * @param category what new devices of it get; blank: none
     */
    public record Product(long id, String name, String manufacturer, String category, long version) {

        @JsonIgnore
        Product with(Changes changes) {
            return new Product(
                    id,
                    changes.name().map(text -> Words.name("name", text)).orElse(name),
                    changes.manufacturer()
                            .map(text -> Words.line("manufacturer", text))
                            .orElse(manufacturer),
                    changes.category().map(text -> Words.line("category", text)).orElse(category),
                    version);
        }
    }

    /**
     * What is to become of a product; what is empty stays, what is blank is taken away.
     *
     * @param manufacturer made if there is none of this name
     * @param category the name of a category there is
     */
    public record Changes(Optional<String> name, Optional<String> manufacturer, Optional<String> category) {}

    /** By number. */
    public Slice<Product> list(Optional<String> q, Optional<String> category, long after, int limit) {
        var found = jdbc.sql(SQL_LIST)
                .param("after", after)
                .param("q", q.map(Words::containing).orElse(null))
                .param("category", category.orElse(null))
                .param("limit", limit + 1)
                .query((row, n) -> product(row))
                .list();
        return Slice.of(found, limit, Product::id);
    }

    /** @throws RecordProblem if there is none of this number */
    public Product get(long id) {
        return find(SQL_SELECT + " where p.id = :id", id);
    }

    /** @throws RecordProblem if there is this product already */
    @Transactional
    public Product create(Changes changes, Actor actor) {
        var wanted = new Product(0, "", "", "", 0).with(changes);
        Words.name("name", wanted.name());
        var id = unlessTaken(
                wanted, () -> write(SQL_INSERT, wanted).query(Long.class).single());
        audit.add(actor, "product.create", "product/" + id, Map.of("name", wanted.name()));
        return get(id);
    }

    /** @throws RecordProblem if there is another product of this name, or none of this number */
    @Transactional
    public Product change(long id, Changes changes, Expected expected, Actor actor) {
        var before = find(SQL_SELECT + " where p.id = :id for update of p", id);
        expected.check("product " + id, before.version());
        var wanted = before.with(changes);
        var changed = changed(before, wanted);
        if (changed.isEmpty()) {
            return before;
        }
        unlessTaken(wanted, () -> write(SQL_UPDATE, wanted).param("id", id).update());
        audit.add(actor, "product.change", "product/" + id, Map.of("changed", changed));
        return get(id);
    }

    private static List<String> changed(Product before, Product wanted) {
        var changed = new ArrayList<String>();
        if (!before.name().equals(wanted.name())) {
            changed.add("name");
        }
        if (!before.manufacturer().equals(wanted.manufacturer())) {
            changed.add("manufacturer");
        }
        if (!before.category().equals(wanted.category())) {
            changed.add("category");
        }
        return changed;
    }

    private JdbcClient.StatementSpec write(String sql, Product wanted) {
        var manufacturer = manufacturer(wanted.manufacturer());
        return jdbc.sql(sql)
                .param("name", wanted.name())
                .param("manufacturer", manufacturer.orElse(null))
                .param("category", category(wanted.category()).orElse(null));
    }

    private Optional<Long> manufacturer(String name) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        jdbc.sql(SQL_MANUFACTURER).param("name", name).update();
        return Optional.of(jdbc.sql("select id from manufacturer where lower(name) = lower(:name)")
                .param("name", name)
                .query(Long.class)
                .single());
    }

    private Optional<Long> category(String name) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        var found = jdbc.sql("select id from category where lower(name) = lower(:name)")
                .param("name", name)
                .query(Long.class)
                .optional();
        if (found.isEmpty()) {
            throw Words.wrong("category", "There is no category \"" + name + "\"", "The name of a category there is");
        }
        return found;
    }

    private Product find(String sql, long id) {
        return jdbc.sql(sql)
                .param("id", id)
                .query((row, n) -> product(row))
                .optional()
                .orElseThrow(() -> RecordProblem.notFound("product " + id));
    }

    private static <T> T unlessTaken(Product product, Supplier<T> write) {
        try {
            return write.get();
        } catch (DuplicateKeyException e) {
            throw RecordProblem.conflict("There is a product \"" + product.name()
                    + "\" of this manufacturer already. Use that one, or choose another name.");
        }
    }

    private static Product product(ResultSet row) throws SQLException {
        return new Product(
                row.getLong("id"),
                row.getString("name"),
                Optional.ofNullable(row.getString("manufacturer")).orElse(""),
                Optional.ofNullable(row.getString("category")).orElse(""),
                row.getLong("version"));
    }
}
