package io.github.viewtally.cli.events;

import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Describes failures to users. */
public final class FailureText {
    private FailureText() {}

    /** Returns the message. That of many file system failures is the name of the file only. */
    public static String of(Exception failure) {
        if (failure instanceof FileSystemException io && io.getReason() == null) {
            String reason = failure instanceof NoSuchFileException
                    ? "it does not exist"
                    : failure.getClass().getSimpleName();
            return "cannot use " + io.getFile() + ": " + reason;
        }
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}
