package io.rollcall.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTypesTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MacBookPro18,3 | LAPTOP",
                "MacBookAir9,1 | LAPTOP",
                "MacBookAir10,1 | LAPTOP",
                "MacBook10,1 | LAPTOP",
                "Mac14,2 | LAPTOP",
                "Mac14,3 | DESKTOP",
                "Mac14,7 | LAPTOP",
                "Mac14,8 | DESKTOP",
                "Mac14,12 | DESKTOP",
                "Mac14,13 | DESKTOP",
                "Mac15,12 | LAPTOP",
                "Mac15,4 | DESKTOP",
                "Mac16,10 | DESKTOP",
                "Mac16,12 | LAPTOP",
                "Mac13,1 | DESKTOP",
                "iMac20,1 | DESKTOP",
                "iMac21,1 | DESKTOP",
                "iMacPro1,1 | DESKTOP",
                "Macmini9,1 | DESKTOP",
                "MacPro7,1 | DESKTOP",
                "Xserve3,1 | SERVER",
                "VirtualMac2,1 | VIRTUAL_MACHINE",
                "iPhone12,5 | PHONE",
                "iPhone15,4 | PHONE",
                "iPod9,1 | PHONE",
                "iPad11,6 | TABLET",
                "iPad15,7 | TABLET",
                "AppleTV6,2 | TV",
                "AppleTV11,1 | TV",
                "Watch7,5 | WATCH",
                "RealityDevice14,1 | HEADSET"
            })
    void A2_D6_tellsTypeFromModelIdentifier(String identifier, DeviceType type) {
        assertThat(type(Field.MODEL_IDENTIFIER, identifier)).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mac99,1",
                "Mac14,1",
                "Mac",
                "MacBookPro",
                "MacBookPro99,9",
                "iPhone99,1",
                "iPad",
                "mac14,2 ",
                "Mac14,22",
                "Mac14,3x"
            })
    void A2_D6_guessesNothingFromTheStartOfAnIdentifier(String identifier) {
        assertThat(type(Field.MODEL_IDENTIFIER, identifier)).isEqualTo(DeviceType.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MacBook Pro (13-inch, 2018) | LAPTOP",
                "MacBook Pro (14-inch, M3, Nov 2023) | LAPTOP",
                "MacBook Air (Retina, 13-inch, 2020) | LAPTOP",
                "MacBook Air (M1, 2020) | LAPTOP",
                "MacBook Air (13-inch, M3, 2024) | LAPTOP",
                "MacBook Air | LAPTOP",
                "Mac mini (M2, 2023) | DESKTOP",
                "Mac mini | DESKTOP",
                "iMac (24-inch, M1, 2021) | DESKTOP",
                "iMac (Retina 5K, 27-inch, 2020) | DESKTOP",
                "iMac | DESKTOP",
                "Mac Pro (Rack, 2019) | DESKTOP",
                "Mac Studio (2040) | DESKTOP",
                "iPad (8th generation) (Wi-Fi) | TABLET",
                "iPad (8th Generation) | TABLET",
                "iPad Pro (11-inch) (4th generation) | TABLET",
                "iPad (A16) | TABLET",
                "iPhone 15 | PHONE",
                "iPhone 11 Pro Max | PHONE",
                "iPhone15,4 | PHONE",
                "Apple TV 4K | TV",
                "Apple TV 4K (2nd generation) | TV",
                "Apple Watch Ultra 2 | WATCH",
                "Apple Vision Pro | HEADSET",
                "Virtual Machine | VIRTUAL_MACHINE",
                "VMware20,1 | VIRTUAL_MACHINE",
                "Surface Laptop 6 for Business | LAPTOP",
                "Surface Laptop Studio 2 | LAPTOP",
                "Surface Studio 2+ | DESKTOP",
                "Microsoft Surface Pro 9 | LAPTOP",
                "ThinkPad X1 Carbon Gen 11 | LAPTOP",
                "Latitude 5440 | LAPTOP",
                "HP EliteBook 840 14 inch G9 Notebook PC | LAPTOP",
                "OptiPlex 7090 | DESKTOP",
                "HP EliteDesk 800 G6 Small Form Factor PC | DESKTOP",
                "PowerEdge R740 | SERVER",
                "XPS 13 9310 | LAPTOP",
                "XPS 8940 | DESKTOP",
                "Pixel 9 | PHONE",
                "Pixel 8 Pro | PHONE",
                "Pixel Tablet | TABLET",
                "Pixelbook Go | LAPTOP",
                "Galaxy S23 Ultra | PHONE",
                "samsung SM-S911B | PHONE",
                "Galaxy Tab S9 | TABLET",
                "SM-X710 | TABLET"
            })
    void A2_D6_D10_tellsTypeFromModelName(String model, DeviceType type) {
        assertThat(type(Field.MODEL, model)).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mac",
                "Mac Nova (2030)",
                "Precision 3660",
                "20XWCTO1WW",
                "Galaxy",
                "Pixel",
                "Yogapad",
                "Redmine",
                "(2018)",
                "?"
            })
    void A2_saysUnknownRatherThanGuess(String model) {
        assertThat(type(Field.MODEL, model)).isEqualTo(DeviceType.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "iPhone, PHONE",
        "iphone, PHONE",
        "iPad, TABLET",
        "AppleTV, TV",
        "Apple TV, TV",
        "tvOS, TV",
        "watchOS, WATCH",
        "visionOS, HEADSET",
        "Mac, UNKNOWN",
        "iOS, UNKNOWN",
        "Windows, UNKNOWN",
        "Android, UNKNOWN",
        "Unknown, UNKNOWN",
        "ChromeOS, UNKNOWN"
    })
    void A2_tellsTypeFromPlatformOnlyWhereItHasOneType(String platform, DeviceType type) {
        assertThat(type(Field.PLATFORM, platform)).isEqualTo(type);
    }

    @Test
    void A2_goesByIdentifierBeforeNameBeforePlatform() {
        assertThat(type(Field.MODEL_IDENTIFIER, "Mac14,3", Field.MODEL, "MacBook Air (M2, 2022)"))
                .isEqualTo(DeviceType.DESKTOP);
        assertThat(type(Field.MODEL_IDENTIFIER, "Mac99,1", Field.MODEL, "MacBook Pro (14-inch, M9, 2030)"))
                .isEqualTo(DeviceType.LAPTOP);
        assertThat(type(Field.MODEL, "iPad (A16)", Field.PLATFORM, "iPhone")).isEqualTo(DeviceType.TABLET);
        assertThat(type(Field.MODEL_IDENTIFIER, "iPhone99,1", Field.PLATFORM, "iPhone"))
                .isEqualTo(DeviceType.PHONE);
    }

    @Test
    void A2_knowsAMacThatRunsWindows() {
        assertThat(type(Field.MODEL, "MacBookPro15,1", Field.PLATFORM, "Windows"))
                .isEqualTo(DeviceType.LAPTOP);
    }

    @Test
    void A2_saysUnknownWhereNothingIsReported() {
        assertThat(DeviceTypes.of(Attributes.none())).isEqualTo(DeviceType.UNKNOWN);
    }

    @TestFactory
    List<DynamicTest> D6_everyIdentifierAndNameOfTheTableHasItsType() {
        return DataFile.rows("apple-models.csv", 3).stream()
                .map(row -> DynamicTest.dynamicTest(row.get(0) + " " + row.get(1), () -> {
                    var type = DeviceType.of(row.get(2)).orElseThrow();
                    assertThat(type(Field.MODEL_IDENTIFIER, row.get(0))).isEqualTo(type);
                    assertThat(type(Field.MODEL, row.get(1))).isEqualTo(type);
                    assertThat(type(Field.MODEL, ModelName.parse(row.get(1)).model()))
                            .isEqualTo(type);
                }))
                .toList();
    }

    @TestFactory
    List<DynamicTest> everyModelPatternHasAType() {
        return DataFile.rows("model-patterns.csv", 2).stream()
                .map(row -> DynamicTest.dynamicTest(row.get(0), () -> {
                    // A line that never matches first is a mistake in the order of the lines.
                    var type = DeviceType.of(row.get(1)).orElseThrow();
                    assertThat(type(Field.MODEL, row.get(0).replace('#', '1'))).isEqualTo(type);
                }))
                .toList();
    }

    private static DeviceType type(Field field, String value) {
        var values = new EnumMap<Field, String>(Field.class);
        values.put(field, value);
        return DeviceTypes.of(Attributes.of(values));
    }

    private static DeviceType type(Field field, String value, Field other, String otherValue) {
        var values = new EnumMap<Field, String>(Field.class);
        values.put(field, value);
        values.put(other, otherValue);
        return DeviceTypes.of(Attributes.of(values));
    }
}
