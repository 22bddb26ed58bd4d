package io.rollcall.demo;

import java.util.List;

/** What every simulated Iru tenant has: blueprints, Apple Business Manager tokens, tags. */
final class Tenant {

    /** @param kind {@code classic} or {@code map} */
    record Blueprint(String id, String name, String kind, String code) {}

    /**
     * A token of Automated Device Enrollment ("ADE integration").
     *
     * @param broken Apple refuses the token; it has no devices
     */
    record AdeServer(String id, String name, String serverUuid, boolean broken) {}

    record Tag(String id, String name) {}

    static final List<Blueprint> BLUEPRINTS = List.of(
            new Blueprint("ab102b9d-8e9c-420d-a498-f2a1123091c7", "Engineering", "classic", "222760"),
            new Blueprint("5d1bb5de-4f43-4fd3-a9b2-31c1f0c5a7e2", "Office", "classic", "318442"),
            new Blueprint("ac4aba12-d2e5-430a-b7aa-42d25f9e6ead", "iOS and iPadOS", "map", "302184"),
            new Blueprint("19218946-0760-444f-ad9d-92916a721450", "Apple TV", "classic", "175029"),
            new Blueprint("7e4f6c11-9d0a-4c65-8a5e-0c1c5d7b2f90", "Windows and Android", "map", "640193"));

    static final List<AdeServer> ADE_SERVERS = List.of(
            new AdeServer(
                    "8a2e748b-3424-463f-89ee-896e1fdf2d7a",
                    "acme-berlin",
                    "e0067508-4df3-4c0a-87c1-bd4ca5934b0b",
                    false),
            new AdeServer(
                    "61f0f8a5-02b4-4a3c-9a56-7f0b8d3c1e44",
                    "acme-austin",
                    "3f1c2a77-5b7e-4c55-93d1-62b9f8a0d1c3",
                    false),
            new AdeServer(
                    "bb7ad458-9d51-4652-a988-4b13cf8d61f4", "acme-old", "0d7fda7f-19a7-4ddf-992b-89dbcd2d9dab", true));

    static final List<Tag> TAGS = List.of(
            new Tag("71dd53f1-104e-41a2-82ca-43a375b7f63d", "loaner"),
            new Tag("4fe23c39-7a9a-435c-bab3-d2e9fd1974c6", "vip"),
            new Tag("0b8c2f6e-6d4b-4b7a-8f0e-2f7f0a4f7c11", "lab"),
            new Tag("b3e7d6a2-1c58-4d0f-9a43-5e6c7d8f9a01", "build"));

    private Tenant() {}

    static Blueprint blueprintFor(Platform platform, Dice dice) {
        return switch (platform) {
            case MAC -> BLUEPRINTS.get(dice.below(2));
            case IPHONE, IPAD -> BLUEPRINTS.get(2);
            case APPLE_TV -> BLUEPRINTS.get(3);
            case WINDOWS, ANDROID -> BLUEPRINTS.get(4);
        };
    }
}
