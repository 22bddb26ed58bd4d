package io.rollcall.source;

import io.rollcall.device.CustomField;
import java.util.List;

/** The custom fields that properties can be mapped to. */
public interface CustomFieldCatalogue {

    /** Those that aren't deleted, by name. */
    List<CustomField> inUse();
}
