package io.rollcall.demo;

import io.rollcall.demo.DeviceModel.OsRelease;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Models with the identifiers, and systems with the builds, that their makers gave them. Several models share a marketing
 * name and differ in the identifier, as in life.
 */
final class Catalogue {

    private static final List<OsRelease> MACOS = releases(
            "14.4.1 23E224", "14.5 23F79", "14.6.1 23G93", "15.1 24B83", "15.3.1 24D70", "15.5 24F74", "15.6.1 24G90");
    private static final List<OsRelease> MACOS_15 = releases("15.3.1 24D70", "15.5 24F74", "15.6.1 24G90");
    private static final List<OsRelease> MACOS_12 = releases("12.0.1 21A559", "12.7.6 21H1320");
    private static final List<OsRelease> IOS =
            releases("17.5.1 21F90", "17.6.1 21G93", "18.3.1 22D72", "18.5 22F76", "18.6.2 22G100");
    private static final List<OsRelease> IOS_18 = releases("18.3.1 22D72", "18.5 22F76", "18.6.2 22G100");
    private static final List<OsRelease> TVOS = releases("16.0 20J373", "17.5.1 21L580", "18.5 22L572");
    private static final List<OsRelease> WINDOWS = List.of(
            new OsRelease("23H2", "22631.4037", "10.0.22631.4037"),
            new OsRelease("24H2", "26100.4061", "10.0.26100.4061"),
            new OsRelease("24H2", "26100.6584", "10.0.26100.6584"));
    private static final List<OsRelease> ANDROID = List.of(
            new OsRelease("14", "UP1A.231005.007", "2024-09-05"),
            new OsRelease("15", "AP4A.241205.013", "2024-12-05"),
            new OsRelease("15", "BP1A.250305.019", "2025-03-05"));

    /** A model that came out after this was written, and after whatever reads it was. */
    static final DeviceModel UNKNOWN =
            laptop("MacBook Ultra (18-inch, M9, 2029)", "Mac99,1", "Apple M9", 24, 64, "LPDDR7", 2048, MACOS_15);

    static final DeviceModel VIRTUAL = new DeviceModel(
            Platform.MAC,
            "Apple",
            "Virtual Machine",
            "Virtual Machine",
            "VirtualMac2,1",
            "Apple processor",
            4,
            8,
            "",
            64,
            false,
            MACOS);

    private static final List<DeviceModel> LAPTOPS = List.of(
            laptop("MacBook Air (M1, 2020)", "MacBookAir10,1", "Apple M1", 8, 8, "LPDDR4", 256, MACOS),
            laptop("MacBook Air (M2, 2022)", "Mac14,2", "Apple M2", 8, 8, "LPDDR5", 256, MACOS),
            laptop("MacBook Air (15-inch, M2, 2023)", "Mac14,15", "Apple M2", 8, 8, "LPDDR5", 256, MACOS),
            laptop("MacBook Air (13-inch, M3, 2024)", "Mac15,12", "Apple M3", 8, 8, "LPDDR5", 256, MACOS),
            laptop("MacBook Air (15-inch, M3, 2024)", "Mac15,13", "Apple M3", 8, 8, "LPDDR5", 256, MACOS),
            laptop("MacBook Air (13-inch, M4, 2025)", "Mac16,12", "Apple M4", 10, 16, "LPDDR5", 256, MACOS_15),
            laptop("MacBook Air (15-inch, M4, 2025)", "Mac16,13", "Apple M4", 10, 16, "LPDDR5", 256, MACOS_15),
            laptop("MacBook Pro (13-inch, M1, 2020)", "MacBookPro17,1", "Apple M1", 8, 8, "LPDDR4", 256, MACOS),
            laptop("MacBook Pro (13-inch, M2, 2022)", "Mac14,7", "Apple M2", 8, 8, "LPDDR5", 256, MACOS),
            laptop("MacBook Pro (14-inch, 2021)", "MacBookPro18,3", "Apple M1 Pro", 10, 16, "LPDDR5", 512, MACOS),
            laptop("MacBook Pro (14-inch, 2021)", "MacBookPro18,4", "Apple M1 Max", 10, 32, "LPDDR5", 512, MACOS),
            laptop("MacBook Pro (16-inch, 2021)", "MacBookPro18,1", "Apple M1 Pro", 10, 16, "LPDDR5", 512, MACOS),
            laptop("MacBook Pro (14-inch, 2023)", "Mac14,9", "Apple M2 Pro", 12, 16, "LPDDR5", 512, MACOS),
            laptop("MacBook Pro (16-inch, 2023)", "Mac14,10", "Apple M2 Pro", 12, 16, "LPDDR5", 512, MACOS),
            laptop("MacBook Pro (16-inch, 2023)", "Mac14,6", "Apple M2 Max", 12, 32, "LPDDR5", 512, MACOS),
            laptop("MacBook Pro (14-inch, M3, Nov 2023)", "Mac15,3", "Apple M3", 8, 8, "LPDDR5", 512, MACOS),
            laptop("MacBook Pro (14-inch, Nov 2023)", "Mac15,6", "Apple M3 Pro", 11, 18, "LPDDR5", 512, MACOS),
            laptop("MacBook Pro (16-inch, Nov 2023)", "Mac15,7", "Apple M3 Pro", 12, 18, "LPDDR5", 512, MACOS),
            laptop("MacBook Pro (14-inch, M4, 2024)", "Mac16,1", "Apple M4", 10, 16, "LPDDR5", 512, MACOS_15),
            laptop("MacBook Pro (16-inch, 2024)", "Mac16,7", "Apple M4 Pro", 14, 24, "LPDDR5", 512, MACOS_15),
            laptop(
                    "MacBook Air (Retina, 13-inch, 2020)",
                    "MacBookAir9,1",
                    "1.1 GHz Quad-Core Intel Core i5",
                    4,
                    8,
                    "3733MHz LPDDR4X",
                    256,
                    MACOS),
            laptop(
                    "MacBook Pro (16-inch, 2019)",
                    "MacBookPro16,1",
                    "2.6 GHz 6-Core Intel Core i7",
                    6,
                    16,
                    "2667MHz DDR4",
                    512,
                    MACOS),
            laptop(
                    "MacBook Pro (13-inch, 2018, Four Thunderbolt 3 Ports)",
                    "MacBookPro15,2",
                    "2.3 GHz Quad-Core Intel Core i5",
                    4,
                    8,
                    "2133MHz LPDDR3",
                    256,
                    MACOS));

    private static final List<DeviceModel> DESKTOPS = List.of(
            desktop("Mac mini (M2, 2023)", "Mac14,3", "Apple M2", 8, 8, "LPDDR5", 256, MACOS),
            desktop("Mac mini (M1, 2020)", "Macmini9,1", "Apple M1", 8, 8, "LPDDR4", 256, MACOS),
            desktop("Mac mini (2024)", "Mac16,10", "Apple M4", 10, 16, "LPDDR5", 256, MACOS_15),
            desktop("Mac mini (2024)", "Mac16,11", "Apple M4 Pro", 12, 24, "LPDDR5", 512, MACOS_15),
            desktop(
                    "Mac mini (Late 2014)",
                    "Macmini7,1",
                    "2.6 GHz Dual-Core Intel Core i5",
                    2,
                    8,
                    "1600MHz LPDDR3",
                    1000,
                    MACOS_12),
            desktop("iMac (24-inch, M1, 2021)", "iMac21,1", "Apple M1", 8, 8, "LPDDR4", 256, MACOS),
            desktop("iMac (24-inch, M1, 2021)", "iMac21,2", "Apple M1", 8, 8, "LPDDR4", 256, MACOS),
            desktop("iMac (24-inch, 2023, Four ports)", "Mac15,5", "Apple M3", 8, 8, "LPDDR5", 256, MACOS),
            desktop(
                    "iMac (Retina 5K, 27-inch, 2020)",
                    "iMac20,1",
                    "3.1 GHz 6-Core Intel Core i5",
                    6,
                    8,
                    "2667MHz DDR4",
                    256,
                    MACOS),
            desktop("Mac Studio (2022)", "Mac13,1", "Apple M1 Max", 10, 32, "LPDDR5", 512, MACOS),
            desktop("Mac Studio (2023)", "Mac14,13", "Apple M2 Max", 12, 32, "LPDDR5", 512, MACOS),
            desktop("Mac Pro (2023)", "Mac14,8", "Apple M2 Ultra", 24, 64, "LPDDR5", 1000, MACOS));

    private static final List<DeviceModel> PHONES = List.of(
            mobile(Platform.IPHONE, "iPhone 15 Pro Max", "iPhone16,2", 256, IOS),
            mobile(Platform.IPHONE, "iPhone 11", "iPhone12,1", 64, IOS),
            mobile(Platform.IPHONE, "iPhone 11 Pro Max", "iPhone12,5", 64, IOS),
            mobile(Platform.IPHONE, "iPhone SE (3rd generation)", "iPhone14,6", 64, IOS),
            mobile(Platform.IPHONE, "iPhone 12", "iPhone13,2", 64, IOS),
            mobile(Platform.IPHONE, "iPhone 13", "iPhone14,5", 128, IOS),
            mobile(Platform.IPHONE, "iPhone 13 mini", "iPhone14,4", 128, IOS),
            mobile(Platform.IPHONE, "iPhone 14", "iPhone14,7", 128, IOS),
            mobile(Platform.IPHONE, "iPhone 14 Pro", "iPhone15,2", 128, IOS),
            mobile(Platform.IPHONE, "iPhone 15", "iPhone15,4", 128, IOS),
            mobile(Platform.IPHONE, "iPhone 15 Pro", "iPhone16,1", 128, IOS),
            mobile(Platform.IPHONE, "iPhone 16", "iPhone17,3", 128, IOS_18),
            mobile(Platform.IPHONE, "iPhone 16 Pro", "iPhone17,1", 128, IOS_18),
            mobile(Platform.IPHONE, "iPhone 16e", "iPhone17,5", 128, IOS_18));

    private static final List<DeviceModel> TABLETS = List.of(
            mobile(Platform.IPAD, "iPad (8th generation) (Wi-Fi)", "iPad11,6", 32, IOS),
            mobile(Platform.IPAD, "iPad (9th generation) (Wi-Fi)", "iPad12,1", 64, IOS),
            mobile(Platform.IPAD, "iPad (10th generation) (Wi-Fi)", "iPad13,18", 64, IOS),
            mobile(Platform.IPAD, "iPad Air (5th generation) (Wi-Fi)", "iPad13,16", 64, IOS),
            mobile(Platform.IPAD, "iPad mini (6th generation) (Wi-Fi)", "iPad14,1", 64, IOS),
            mobile(Platform.IPAD, "iPad Pro (11-inch) (4th generation)", "iPad14,3", 128, IOS),
            mobile(Platform.IPAD, "iPad Pro (12.9-inch) (6th generation)", "iPad14,5", 128, IOS),
            mobile(Platform.IPAD, "iPad Pro 11-inch (M4)", "iPad16,3", 256, IOS));

    private static final List<DeviceModel> TELEVISIONS = List.of(
            mobile(Platform.APPLE_TV, "Apple TV 4K (2nd generation)", "AppleTV11,1", 32, TVOS),
            mobile(Platform.APPLE_TV, "Apple TV 4K (3rd generation)", "AppleTV14,1", 64, TVOS),
            mobile(Platform.APPLE_TV, "Apple TV HD", "AppleTV5,3", 32, TVOS));

    private static final List<DeviceModel> PCS = List.of(
            pc("Microsoft Corporation", "Surface Laptop 6 for Business", true),
            pc("Dell Inc.", "Latitude 5440", true),
            pc("HP", "HP EliteBook 840 14 inch G10 Notebook PC", true),
            pc("LENOVO", "21HMCTO1WW", true),
            pc("Dell Inc.", "OptiPlex 7010", false));

    private static final List<DeviceModel> ANDROIDS = List.of(
            android("Google", "Pixel 9", 12, 128),
            android("Google", "Pixel 8a", 8, 128),
            android("samsung", "SM-S921B", 8, 128),
            android("samsung", "SM-X210", 4, 64));

    /** Every model a fleet is made of, without the odd ones. */
    static final List<DeviceModel> ALL = Stream.of(LAPTOPS, DESKTOPS, PHONES, TABLETS, TELEVISIONS, PCS, ANDROIDS)
            .flatMap(List::stream)
            .toList();

    private Catalogue() {}

    /** One of the platform's models; of Macs about one in seven is a desktop. */
    static DeviceModel any(Platform platform, Dice dice) {
        return dice.of(
                switch (platform) {
                    case MAC -> dice.chance(14) ? DESKTOPS : LAPTOPS;
                    case IPHONE -> PHONES;
                    case IPAD -> TABLETS;
                    case APPLE_TV -> TELEVISIONS;
                    case WINDOWS -> PCS;
                    case ANDROID -> ANDROIDS;
                });
    }

    static DeviceModel anyDesktop(Dice dice) {
        return dice.of(DESKTOPS);
    }

    static DeviceModel anyLaptop(Dice dice) {
        return dice.of(LAPTOPS);
    }

    private static DeviceModel laptop(
            String name, String id, String chip, int cores, int memory, String kind, int disk, List<OsRelease> os) {
        return new DeviceModel(
                Platform.MAC, "Apple", name, family(name), id, chip, cores, memory, kind, disk, true, os);
    }

    private static DeviceModel desktop(
            String name, String id, String chip, int cores, int memory, String kind, int disk, List<OsRelease> os) {
        return new DeviceModel(
                Platform.MAC, "Apple", name, family(name), id, chip, cores, memory, kind, disk, false, os);
    }

    private static DeviceModel mobile(Platform platform, String name, String id, int disk, List<OsRelease> os) {
        var portable = platform != Platform.APPLE_TV;
        return new DeviceModel(platform, "Apple", name, family(name), id, "", 0, 0, "", disk, portable, os);
    }

    private static DeviceModel pc(String maker, String name, boolean portable) {
        return new DeviceModel(Platform.WINDOWS, maker, name, name, "", "", 0, 16, "", 512, portable, WINDOWS);
    }

    private static DeviceModel android(String maker, String name, int memory, int disk) {
        return new DeviceModel(Platform.ANDROID, maker, name, name, "", "", 0, memory, "", disk, true, ANDROID);
    }

    private static String family(String marketingName) {
        var bracket = marketingName.indexOf(" (");
        return bracket < 0 ? marketingName : marketingName.substring(0, bracket);
    }

    private static List<OsRelease> releases(String... versionAndBuild) {
        return Arrays.stream(versionAndBuild)
                .map(text -> text.split(" "))
                .map(parts -> new OsRelease(parts[0], parts[1], ""))
                .collect(Collectors.toUnmodifiableList());
    }
}
