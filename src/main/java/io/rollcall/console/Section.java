package io.rollcall.console;

import java.util.Locale;

/** The console's sections, in the order of its navigation. A section is shown where its page exists and the viewer may see it. */
enum Section {
    OVERVIEW("Overview", "/", "read", Group.INVENTORY),
    ASSETS("Assets", "/assets", "read", Group.INVENTORY),
    PEOPLE("People", "/people", "read", Group.INVENTORY),
    PRODUCTS("Products", "/products", "read", Group.INVENTORY),
    CATEGORIES("Categories", "/categories", "read", Group.INVENTORY),
    LOCATIONS("Locations", "/locations", "read", Group.INVENTORY),
    CONNECTIONS("Connections", "/connections", "read", Group.SYNC),
    RUNS("Runs", "/runs", "read", Group.SYNC),
    DEAD_LETTERS("Dead letters", "/dead-letters", "read", Group.SYNC),
    ALERTS("Alerts", "/alerts", "read", Group.SYNC),
    IMPORTS("Imports", "/imports", "write", Group.SYNC),
    CUSTOM_FIELDS("Custom fields", "/custom-fields", "configure", Group.ADMINISTRATION),
    AUDIT("Audit", "/audit", "admin", Group.ADMINISTRATION),
    USERS("Users", "/users", "admin", Group.ADMINISTRATION),
    TOKENS("API tokens", "/tokens", "admin", Group.ADMINISTRATION),
    SETTINGS("Settings", "/settings", "admin", Group.ADMINISTRATION);

    /** What belongs together. */
    enum Group {
        INVENTORY("Inventory"),
        SYNC("Sync"),
        ADMINISTRATION("Administration");

        private final String label;

        Group(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    private final String label;
    private final String path;
    private final String authority;
    private final Group group;

    Section(String label, String path, String authority, Group group) {
        this.label = label;
        this.path = path;
        this.authority = authority;
        this.group = group;
    }

    public String label() {
        return label;
    }

    public String path() {
        return path;
    }

    /** What the viewer must be allowed to see it. */
    public String authority() {
        return authority;
    }

    public Group group() {
        return group;
    }

    /** The name of its picture. */
    public String icon() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether a page belongs to this section. */
    boolean holds(String page) {
        return this == OVERVIEW ? page.equals(path) : page.equals(path) || page.startsWith(path + "/");
    }
}
