package io.github.viewtally.local.dynamodb;

import java.util.List;

/**
 * Credentials for the AWS clients of this process that read them from system properties. Without them, the SDK searches the
 * machine and the network for credentials.
 */
public final class SdkCredentials implements AutoCloseable {

    private static final List<String> PROPERTIES = List.of("aws.accessKeyId", "aws.secretAccessKey");

    /** Sets the access key until this object is closed. */
    public SdkCredentials(String accessKey) {
        PROPERTIES.forEach(name -> System.setProperty(name, accessKey));
    }

    @Override
    public void close() {
        PROPERTIES.forEach(System::clearProperty);
    }
}
