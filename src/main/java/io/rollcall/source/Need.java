package io.rollcall.source;

import io.rollcall.device.DeviceCommand;

/** What a connection may want of a source; each is backed by one or more of the source's permissions. */
public enum Need {
    /** Walk through all devices. Every connection needs it. */
    LIST,
    /** Read the names behind the ids in device records. Every connection needs it where a source has such ids. */
    NAMES,
    /** Read one device in full. */
    DETAILS,
    /** Ask for a single device, to tell "gone" from "missed". */
    CONFIRM_REMOVAL,
    /** Read people: department, job title. */
    USERS,
    /** Read Automated Device Enrollment. */
    ADE,
    /** Read IMEIs. */
    IMEI,
    /** Read recovery keys and the like. */
    RESTRICTED,
    /** Write asset tag or user back to the source. */
    WRITE_BACK,
    LOCK,
    RESTART,
    SHUTDOWN,
    ERASE,
    UNLOCK_ACCOUNT,
    BLANK_PUSH,
    /** Read what became of commands. */
    COMMAND_LIST;

    /** What sending a command needs. */
    public static Need of(DeviceCommand command) {
        return valueOf(command.name());
    }
}
