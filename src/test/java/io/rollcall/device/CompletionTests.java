package io.rollcall.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionTests {

    @Test
    void A8_completesAMac() {
        var reported = Attributes.of(Map.of(
                Field.MODEL, "MacBook Air (13-inch, M3, 2024)",
                Field.MODEL_IDENTIFIER, "Mac15,12",
                Field.PLATFORM, "Mac",
                Field.DEVICE_NAME, "kept"));

        var completion = Completion.of(reported);

        assertThat(completion.type()).isEqualTo(DeviceType.LAPTOP);
        assertThat(completion.attributes().asMap())
                .containsOnly(
                        Map.entry(Field.MODEL, "MacBook Air"),
                        Map.entry(Field.MODEL_NAME, "MacBook Air (13-inch, M3, 2024)"),
                        Map.entry(Field.DISPLAY_SIZE, "13\""),
                        Map.entry(Field.RELEASE_DATE, "2024"),
                        Map.entry(Field.MODEL_IDENTIFIER, "Mac15,12"),
                        Map.entry(Field.MODEL_NUMBER, "Mac15,12"),
                        Map.entry(Field.MAKE, "Apple"),
                        Map.entry(Field.OS_NAME, "macOS"),
                        Map.entry(Field.PLATFORM, "Mac"),
                        Map.entry(Field.DEVICE_NAME, "kept"));
        assertThat(completion.derived())
                .containsExactlyInAnyOrder(
                        Field.DISPLAY_SIZE, Field.RELEASE_DATE, Field.MODEL_NUMBER, Field.MAKE, Field.OS_NAME);
    }

    @Test
    void A7_keepsWhatTheSourceReports() {
        var reported = Attributes.of(Map.of(
                Field.MODEL, "iPad Pro (11-inch) (4th generation)",
                Field.MODEL_IDENTIFIER, "iPad14,3",
                Field.MODEL_NUMBER, "MNXD3LL",
                Field.DISPLAY_SIZE, "11.0 inch",
                Field.MAKE, "Apple Inc.",
                Field.OS_NAME, "iPadOS 17"));

        var completion = Completion.of(reported);

        assertThat(completion.attributes().asMap())
                .containsEntry(Field.MODEL, "iPad Pro (4th generation)")
                .containsEntry(Field.MODEL_NUMBER, "MNXD3LL")
                .containsEntry(Field.DISPLAY_SIZE, "11.0 inch")
                .containsEntry(Field.MAKE, "Apple Inc.")
                .containsEntry(Field.OS_NAME, "iPadOS 17");
        assertThat(completion.derived()).isEmpty();
    }

    @Test
    void A2_tellsTheTypeOfADeviceOfAnotherMake() {
        var reported = Attributes.of(Map.of(
                Field.MODEL, "Surface Laptop 6 for Business",
                Field.MAKE, "Microsoft Corporation",
                Field.PLATFORM, "Windows"));

        var completion = Completion.of(reported);

        assertThat(completion.type()).isEqualTo(DeviceType.LAPTOP);
        assertThat(completion.attributes())
                .isEqualTo(reported.with(
                        Map.of(Field.OS_NAME, "Windows", Field.MODEL_NAME, "Surface Laptop 6 for Business")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mac     |                | 10.11.6  | macOS",
                "iPhone  |                | 17.1     | iOS",
                "iPad    |                | 17.1     | iPadOS",
                "iPad    |                |          | iPadOS",
                "iPad    |                | 13       | iPadOS",
                "iPad    |                | 12.5.7   | iOS",
                "iOS     | iPad (A16)     | 18.0     | iPadOS",
                "iOS     | iPad Air       | 12.5.7   | iOS",
                "iOS     | iPhone 15      | 18.0     | iOS",
                "AppleTV |                | 17       | tvOS",
                "tvOS    |                | 17       | tvOS",
                "Windows | MacBookPro15,1 | 10.0     | Windows",
                "Android | Pixel 9        | 15       | Android"
            })
    void D3_namesTheOperatingSystem(String platform, String model, String version, String osName) {
        var reported = Attributes.of(Map.of(
                Field.PLATFORM, platform,
                Field.MODEL, model == null ? "" : model,
                Field.OS_VERSION, version == null ? "" : version));

        assertThat(Completion.of(reported).attributes().get(Field.OS_NAME)).hasValue(osName);
    }

    @Test
    void D3_doesNotGuessWhichSystemAnUnknownDeviceOfPlatformIosRuns() {
        var reported = Attributes.of(Map.of(Field.PLATFORM, "iOS"));

        assertThat(Completion.of(reported).attributes().has(Field.OS_NAME)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mac | Virtual Machine | Apple",
                "Windows | MacBookPro15,1 | Apple",
                "Jamf | iPhone 15 | Apple",
                "Windows | Latitude 5440 |",
                "Android | Pixel 9 |"
            })
    void A7_namesTheMakeOfApplesDevicesOnly(String platform, String model, String make) {
        var reported = Attributes.of(Map.of(Field.PLATFORM, platform, Field.MODEL, model));

        assertThat(Completion.of(reported).attributes().get(Field.MAKE).orElse(null))
                .isEqualTo(make);
    }

    @Test
    void A2_F38_leavesAnEmptyDeviceEmpty() {
        assertThat(Completion.of(Attributes.none()))
                .isEqualTo(new Completion(Attributes.none(), DeviceType.UNKNOWN, Set.of()));
    }

    @Property
    void F38_completesAnythingAndCompletingAgainChangesNothing(
            @ForAll("texts") String model,
            @ForAll("texts") String identifier,
            @ForAll("texts") String platform,
            @ForAll("texts") String version) {
        var reported = Attributes.of(Map.of(
                Field.MODEL, model,
                Field.MODEL_IDENTIFIER, identifier,
                Field.PLATFORM, platform,
                Field.OS_VERSION, version));

        var once = Completion.of(reported);
        var again = Completion.of(once.attributes());

        assertThat(again.attributes()).isEqualTo(once.attributes());
        assertThat(again.type()).isEqualTo(once.type());
        assertThat(again.derived()).isEmpty();
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().all().ofMaxLength(40),
                Arbitraries.of(
                        "MacBook Pro (13-inch, 2018)",
                        "iPad Pro 11-inch (M4)",
                        "Mac14,3",
                        "Mac",
                        "iOS",
                        "iPad",
                        "Windows",
                        "Surface Pro (13-inch)",
                        "Galaxy Tab A (2016)",
                        "12.5",
                        "99999999999",
                        "Pixel 9",
                        "VMware7,1"));
    }
}
