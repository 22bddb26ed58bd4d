package io.rollcall.demo;

/**
 * What an Iru API token may be allowed to do, one permission for each endpoint, as the token's page in Iru's web app lists
 * them. Names marked "assumed" stand in no public picture of that page: they are the operation's name in the vendor's API
 * documentation.
 */
public enum Permission {
    DEVICE_LIST("Device list"),
    DEVICE_ID("Device ID"),
    DEVICE_DETAILS("Device details"),
    UPDATE_A_DEVICE("Update a device"),
    /** Name assumed. */
    DELETE_DEVICE("Delete Device"),
    /** Name assumed. */
    GET_DEVICE_COMMANDS("Get Device Commands"),
    /** Name assumed. */
    GET_LOST_MODE_DETAILS("Get Device Lost Mode Details"),

    LOCK_DEVICE("Lock Device"),
    RESTART_DEVICE("Restart Device"),
    SHUTDOWN_DEVICE("Shutdown device"),
    ERASE("Erase"),
    SEND_A_BLANK_PUSH("Send a blank push"),
    RENEW_MDM_PROFILE("Renew MDM Profile"),
    UPDATE_DEVICE_INVENTORY("Update device inventory"),
    INSTALL_AGENT("Install Kandji Agent"),
    REMOTE_DESKTOP("Remote Desktop"),
    /** Name assumed. */
    UNLOCK_ACCOUNT("Unlock Account"),
    /** Name assumed. */
    DAILY_CHECK_IN("Daily check-in"),
    /** Name assumed. */
    SET_NAME("Set Name"),
    /** Name assumed. */
    CLEAR_PASSCODE("Clear Passcode"),
    /** Name assumed. */
    DELETE_USER("Delete User"),
    /** Name assumed; stands for all four lost mode actions. */
    LOST_MODE("Lost Mode"),

    FILEVAULT_RECOVERY_KEY("FileVault recovery key"),
    UNLOCK_DEVICE_PIN("Unlock device pin"),
    RECOVERY_LOCK_PASSWORD("Recovery Lock password"),
    ACTIVATION_LOCK_BYPASS_CODE("Activation lock bypass code"),

    LIST_BLUEPRINTS("List Blueprints"),
    LIST_INTEGRATIONS("List integrations"),
    GET_INTEGRATION("Get integration"),
    LIST_ASSOCIATED_DEVICES("List associated devices"),
    LIST_ADE_DEVICES("List ADE devices"),

    LIST_USERS("List users"),
    /** Name assumed. */
    GET_USER("Get User"),
    /** Name assumed. */
    GET_TAGS("Get Tags"),
    /** Name assumed. */
    LICENSING("Licensing");

    private final String label;

    Permission(String label) {
        this.label = label;
    }

    /** The exact name in Iru's web app. */
    public String label() {
        return label;
    }
}
