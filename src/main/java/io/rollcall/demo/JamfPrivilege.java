package io.rollcall.demo;

/** The privileges of an API role that the simulated Jamf Pro server knows. */
public enum JamfPrivilege {
    READ_COMPUTERS("Read Computers"),
    READ_MOBILE_DEVICES("Read Mobile Devices"),
    READ_DEPARTMENTS("Read Departments"),
    READ_BUILDINGS("Read Buildings"),
    READ_SITES("Read Sites"),
    READ_USER("Read User"),
    UPDATE_COMPUTERS("Update Computers"),
    UPDATE_MOBILE_DEVICES("Update Mobile Devices"),
    VIEW_MDM_COMMANDS("View MDM command information in Jamf Pro API"),
    LOCK_COMPUTER("Send Computer Remote Lock Command"),
    LOCK_MOBILE_DEVICE("Send Mobile Device Remote Lock Command"),
    RESTART_COMPUTER("Send Computer Restart Command"),
    SHUT_DOWN_COMPUTER("Send Computer Shut Down Command"),
    WIPE_COMPUTER("Send Computer Remote Wipe Command"),
    WIPE_MOBILE_DEVICE("Send Mobile Device Remote Wipe Command"),
    UNLOCK_USER_ACCOUNT("Send Computer Unlock User Account Command"),
    VIEW_DISK_ENCRYPTION_RECOVERY_KEY("View Disk Encryption Recovery Key"),
    VIEW_RECOVERY_LOCK("View Recovery Lock"),
    VIEW_COMPUTER_DEVICE_LOCK_PIN("View Computer Device Lock Pin");

    private final String label;

    JamfPrivilege(String label) {
        this.label = label;
    }

    /** The exact name in Jamf Pro's web app. */
    public String label() {
        return label;
    }
}
