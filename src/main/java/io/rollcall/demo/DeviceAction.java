package io.rollcall.demo;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What can be asked of a device with {@code POST /devices/{id}/action/{name}}, and on which platforms. */
enum DeviceAction {
    LOCK("lock", Permission.LOCK_DEVICE, Platform.MAC, Platform.IPHONE, Platform.IPAD, Platform.ANDROID),
    RESTART("restart", Permission.RESTART_DEVICE, Platform.MAC, Platform.IPHONE, Platform.IPAD, Platform.APPLE_TV),
    SHUTDOWN("shutdown", Permission.SHUTDOWN_DEVICE, Platform.MAC, Platform.IPHONE, Platform.IPAD),
    ERASE("erase", Permission.ERASE, Platform.values()),
    UNLOCK_ACCOUNT("unlockaccount", Permission.UNLOCK_ACCOUNT, Platform.MAC),
    BLANK_PUSH(
            "blankpush", Permission.SEND_A_BLANK_PUSH, Platform.MAC, Platform.IPHONE, Platform.IPAD, Platform.APPLE_TV),
    UPDATE_INVENTORY(
            "updateinventory",
            Permission.UPDATE_DEVICE_INVENTORY,
            Platform.MAC,
            Platform.IPHONE,
            Platform.IPAD,
            Platform.APPLE_TV),
    DAILY_CHECK_IN(
            "dailycheckin",
            Permission.DAILY_CHECK_IN,
            Platform.MAC,
            Platform.IPHONE,
            Platform.IPAD,
            Platform.APPLE_TV,
            Platform.WINDOWS),
    RENEW_MDM_PROFILE(
            "renewmdmprofile",
            Permission.RENEW_MDM_PROFILE,
            Platform.MAC,
            Platform.IPHONE,
            Platform.IPAD,
            Platform.APPLE_TV),
    SET_NAME("setname", Permission.SET_NAME, Platform.MAC, Platform.IPHONE, Platform.IPAD, Platform.APPLE_TV),
    REINSTALL_AGENT("reinstallagent", Permission.INSTALL_AGENT, Platform.MAC),
    REMOTE_DESKTOP("remotedesktop", Permission.REMOTE_DESKTOP, Platform.MAC),
    CLEAR_PASSCODE("clearpasscode", Permission.CLEAR_PASSCODE, Platform.IPHONE, Platform.IPAD),
    DELETE_USER("deleteuser", Permission.DELETE_USER, Platform.MAC, Platform.IPAD),
    ENABLE_LOST_MODE("enablelostmode", Permission.LOST_MODE, Platform.IPHONE, Platform.IPAD),
    DISABLE_LOST_MODE("disablelostmode", Permission.LOST_MODE, Platform.IPHONE, Platform.IPAD),
    PLAY_LOST_MODE_SOUND("playlostmodesound", Permission.LOST_MODE, Platform.IPHONE, Platform.IPAD),
    UPDATE_LOCATION("updatelocation", Permission.LOST_MODE, Platform.IPHONE, Platform.IPAD);

    private final String path;
    private final Permission permission;
    private final Set<Platform> platforms;

    DeviceAction(String path, Permission permission, Platform... platforms) {
        this.path = path;
        this.permission = permission;
        this.platforms = EnumSet.copyOf(Arrays.asList(platforms));
    }

    static Optional<DeviceAction> of(String path) {
        return Arrays.stream(values())
                .filter(action -> action.path.equals(path))
                .findFirst();
    }

    Permission permission() {
        return permission;
    }

    boolean suits(String platform) {
        return platforms.stream().anyMatch(one -> one.label().equals(platform));
    }
}
