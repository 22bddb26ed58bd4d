package io.rollcall.command;

import java.util.List;

/**
 * Whether an asset's device can be told something.
 *
 * @param connection through which connection
 * @param command its key, for example {@code lock}
 * @param effect what it does, for people
 * @param offered whether it would be accepted
 * @param why why it is not offered; blank: it is
 * @param needs what has to be given besides a reason: {@code serial}, {@code pin}, {@code userName}
 * @param approval whether a second person has to agree before it is sent
 */
public record OfferedCommand(
        String connection,
        String command,
        String effect,
        boolean offered,
        String why,
        List<String> needs,
        boolean approval) {}
