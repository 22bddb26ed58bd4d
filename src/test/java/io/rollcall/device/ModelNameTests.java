package io.rollcall.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelNameTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "MacBook Pro (13-inch, 2018)                             | MacBook Pro                            | 13\"   | 2018       |",
                "MacBook Pro (14-inch, M3, Nov 2023)                     | MacBook Pro                            | 14\"   | 2023-11    | M3",
                "MacBook Pro (14-inch, M3 Pro or M3 Max, Nov 2023)       | MacBook Pro                            | 14\"   | 2023-11    | M3 Pro or M3 Max",
                "MacBook Pro (14-inch, M5)                               | MacBook Pro                            | 14\"   |            | M5",
                "MacBook Pro (Retina, 15-inch, Mid 2015)                 | MacBook Pro (Retina)                   | 15\"   | Mid 2015   |",
                "MacBook Pro (13-inch, 2020, Four Thunderbolt 3 ports)   | MacBook Pro (Four Thunderbolt 3 ports) | 13\"   | 2020       |",
                "MacBook Pro (15-inch, 2.53GHz, Mid 2009)                | MacBook Pro (2.53GHz)                  | 15\"   | Mid 2009   |",
                "MacBook Air (Retina, 13-inch, 2020)                     | MacBook Air (Retina)                   | 13\"   | 2020       |",
                "MacBook Air (M1, 2020)                                  | MacBook Air                            |       | 2020       | M1",
                "MacBook Air (13-inch, M3, 2024)                         | MacBook Air                            | 13\"   | 2024       | M3",
                "MacBook Air 13-inch (M2, 2022)                          | MacBook Air                            | 13\"   | 2022       | M2",
                "MacBook (Retina, 12-inch, Early 2015)                   | MacBook (Retina)                       | 12\"   | Early 2015 |",
                "iMac (24-inch, M1, 2021)                                | iMac                                   | 24\"   | 2021       | M1",
                "iMac (24-inch, 2023, Two ports)                         | iMac (Two ports)                       | 24\"   | 2023       |",
                "iMac (Retina 5K, 27-inch, 2020)                         | iMac (Retina 5K)                       | 27\"   | 2020       |",
                "iMac (21.5-inch, late 2013)                             | iMac                                   | 21.5\" | Late 2013  |",
                "iMac Pro (2017)                                         | iMac Pro                               |       | 2017       |",
                "Mac mini (Late 2014)                                    | Mac mini                               |       | Late 2014  |",
                "Mac mini (M2, 2023)                                     | Mac mini                               |       | 2023       | M2",
                "Mac mini (M2 Pro, 2023)                                 | Mac mini                               |       | 2023       | M2 Pro",
                "Mac Studio (2022)                                       | Mac Studio                             |       | 2022       |",
                "Mac Pro (2019)                                          | Mac Pro                                |       | 2019       |",
                "Mac Pro (Rack, 2019)                                    | Mac Pro (Rack)                         |       | 2019       |",
                "iPad Pro (11-inch) (4th generation)                     | iPad Pro (4th generation)              | 11\"   |            |",
                "iPad Pro (12.9-inch)                                    | iPad Pro                               | 12.9\" |            |",
                "iPad Pro 11-inch (M4)                                   | iPad Pro (M4)                          | 11\"   |            | M4",
                "iPad Air 13-inch (M2)                                   | iPad Air (M2)                          | 13\"   |            | M2",
                "iPad mini (A17 Pro)                                     | iPad mini (A17 Pro)                    |       |            | A17 Pro",
                "iPad (A16)                                              | iPad (A16)                             |       |            | A16",
                "MacBook Pro (13\u2011inch, Sept. 2019)                  | MacBook Pro                            | 13\"   | 2019-09    |",
                "MacBook Pro (13 INCH, may 2020)                         | MacBook Pro                            | 13\"   | 2020-05    |",
                "MacBook Pro 16\" (2019)                                 | MacBook Pro                            | 16\"   | 2019       |",
                "MacBook  Pro(13-inch,2018)                              | MacBook Pro                            | 13\"   | 2018       |",
                "HP EliteBook 840 14 inch G9 Notebook PC                 | HP EliteBook 840 G9 Notebook PC        | 14\"   |            |",
                "Surface Laptop (13.8-inch, 7th Edition)                 | Surface Laptop (7th Edition)           | 13.8\" |            |",
                "moto g power (2021)                                     | moto g power                           |       | 2021       |"
            })
    void A8_splitsModelNameIntoModelDisplaySizeAndReleaseDate(
            String name, String model, String displaySize, String releaseDate, String chip) {
        assertThat(ModelName.parse(name))
                .isEqualTo(new ModelName(
                        model,
                        Optional.ofNullable(displaySize),
                        Optional.ofNullable(releaseDate),
                        Optional.ofNullable(chip)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "iPhone 15 Pro Max",
                "iPhone 11 Pro Max",
                "iPhone SE (2nd generation)",
                "iPad (8th generation) (Wi-Fi)",
                "iPad (8th Generation)",
                "iPad Air (5th generation)",
                "iPad mini (6th generation)",
                "Apple TV 4K (2nd generation)",
                "Apple Watch SE (GPS + Cellular)",
                "iMac",
                "Mac",
                "Virtual Machine",
                "Surface Laptop 6 for Business",
                "Surface Pro (5th Gen)",
                "Pixel 9",
                "Latitude 5440",
                "Standard PC (Q35 + ICH9, 2009)",
                "iPhone15,4",
                "MacBook Pro (13-inch, 2018",
                "MacBook Pro 13-inch, 2018)",
                "MacBook Pro ((13-inch), 2018)",
                "MacBook Pro (2018, 2019)",
                "MacBook Pro (13-inch) (15-inch)",
                "MacBook Air 13-inch (13-inch)",
                "(13-inch, 2018)",
                "Office 2019",
                "MacBook Pro (2.53GHz)",
                "Pro (Mayor 2020)",
                "iPad 11 11-inch inch",
                "11-inches wide",
                "X113-inch",
                "()",
                ""
            })
    void A8_leavesWholeWhatCannotBeParsed(String name) {
        var parsed = ModelName.parse(name);

        assertThat(parsed.model()).isEqualTo(name);
        assertThat(parsed.displaySize()).isEmpty();
        assertThat(parsed.releaseDate()).isEmpty();
    }

    @Property
    void A8_readsAnyText(@ForAll String text) {
        var parsed = ModelName.parse(text);

        assertThat(ModelName.parse(parsed.model()).model()).isEqualTo(parsed.model());
    }

    @Property
    void A8_parsingAModelAgainChangesNothing(@ForAll("names") String name) {
        var parsed = ModelName.parse(name);
        var again = ModelName.parse(parsed.model());

        assertThat(again.model()).isEqualTo(parsed.model());
        if (!parsed.model().equals(ModelNameParser.singleSpaced(name))) {
            assertThat(again.displaySize()).isEmpty();
            assertThat(again.releaseDate()).isEmpty();
        }
    }

    @Property
    void A8_losesNoWordThatIsNoPart(@ForAll("items") List<String> items, @ForAll("extras") String extra) {
        var name = "MacBook Pro (" + String.join(", ", items) + ", " + extra + ")";

        assertThat(ModelName.parse(name).model()).startsWith("MacBook Pro (").contains(extra);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.of(
                        "(",
                        ")",
                        ",",
                        " ",
                        "13-inch",
                        "11",
                        "inch",
                        "\"",
                        "2018",
                        "2019",
                        "Late 2014",
                        "Nov 2023",
                        "M3",
                        "A16",
                        "MacBook",
                        "iPad Pro",
                        "Retina",
                        "-",
                        "4th generation",
                        "\u00a0",
                        "\ud83d\ude00")
                .list()
                .ofMaxSize(14)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<List<String>> items() {
        return Arbitraries.of("13-inch", "2018", "Late 2014", "M3", "Nov 2023", "Retina")
                .list()
                .ofMaxSize(4);
    }

    @Provide
    Arbitrary<String> extras() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .ofMinLength(4)
                .ofMaxLength(9)
                .map(word -> word + " ports");
    }
}
