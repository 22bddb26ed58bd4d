package io.rollcall.demo;

/** The platforms Iru manages. */
public enum Platform {
    MAC("Mac"),
    IPHONE("iPhone"),
    IPAD("iPad"),
    APPLE_TV("AppleTV"),
    WINDOWS("Windows"),
    ANDROID("Android");

    private final String label;

    Platform(String label) {
        this.label = label;
    }

    /** As the API spells it. */
    public String label() {
        return label;
    }

    boolean isApple() {
        return this != WINDOWS && this != ANDROID;
    }

    /** Made to have a user: an Apple TV is a room's. */
    boolean isPersonal() {
        return this != APPLE_TV;
    }
}
