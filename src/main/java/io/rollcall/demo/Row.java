package io.rollcall.demo;

import java.time.Duration;
import java.util.List;

/** A device as the API shows it: a generated one or one given as literal JSON. */
interface Row {

    String deviceId();

    /** A value of the device list by its key, empty where there is none; the user's by {@code user_email} and so on. */
    String field(String key);

    List<String> tags();

    /** @param drift how much later than recorded the device has checked in */
    byte[] listJson(Duration drift);

    /** @param drift how much later than recorded the device has checked in */
    byte[] detailsJson(Duration drift);

    ExpectedDevice expected();
}
