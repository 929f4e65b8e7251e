package io.github.viewtally.api.storage;

import java.net.URI;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** Signs requests to DynamoDB (IAM guide, "AWS Signature Version 4 for API requests"). */
final class RequestSigner {

    private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

    private final SdkHttpRequest unsigned;
    private final String region;

    RequestSigner(URI endpoint, Region region, String operation) {
        this.unsigned = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(endpoint)
                .encodedPath("/")
                .putHeader("Content-Type", "application/x-amz-json-1.0")
                .putHeader("X-Amz-Target", "DynamoDB_20120810." + operation)
                .build();
        this.region = region.id();
    }

    /** Returns a request with all headers for this body. */
    SdkHttpRequest sign(AwsCredentialsIdentity identity, byte[] body) {
        return SIGNER.sign(request -> request.identity(identity)
                        .request(unsigned)
                        .payload(ContentStreamProvider.fromByteArrayUnsafe(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, DynamoDbAsyncClient.SERVICE_NAME)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region))
                .request();
    }
}
