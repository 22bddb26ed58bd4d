package io.rollcall.demo;

/** The privileges of an API role that the simulated Jamf Pro server knows. */
public enum JamfPrivilege {
    READ_COMPUTERS,
    READ_MOBILE_DEVICES,
    READ_DEPARTMENTS,
    READ_BUILDINGS,
    READ_SITES,
    READ_USER,
    UPDATE_COMPUTERS,
    UPDATE_MOBILE_DEVICES,
    VIEW_DISK_ENCRYPTION_RECOVERY_KEY,
    VIEW_RECOVERY_LOCK,
    VIEW_COMPUTER_DEVICE_LOCK_PIN
}
