package io.github.viewtally.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API's stack rejects wrong parameters before it creates anything. */
class ApiStackRulesTest {

    private static final String DIGEST = "sha256:" + "0a".repeat(32);
    private static final Map<String, String> REQUIRED =
            Map.of("Image", "1.dkr.ecr.eu-central-1.amazonaws.com/api@" + DIGEST, "AllowedCidr", "203.0.113.7/32");
    private static final String CERTIFICATE = "CertificateArn=arn:aws:acm:eu-central-1:1:certificate/c";
    private static final String TOKENS = "AuthJwksUrl=https://a.example/keys AuthIssuer=i AuthAudience=a";
    private static final String KEYS = "AuthPublicKey=-----BEGIN AuthIssuer=i AuthAudience=a";
    private static final String VPC = "VpcId=vpc-1 LoadBalancerSubnets=subnet-1,subnet-2 TaskSubnets=subnet-1,subnet-2";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                CERTIFICATE,
                TOKENS + " " + CERTIFICATE,
                KEYS + " " + CERTIFICATE,
                "AllowedCidr=0.0.0.0/0 " + TOKENS + " " + CERTIFICATE,
                "AllowedCidr=0.0.0.0/0 " + KEYS + " " + CERTIFICATE,
                "AllowedCidr=10.0.0.0/8",
                VPC,
                VPC + " ClientRate=50 TrustedProxies=10.0.0.0/16",
                VPC + " ClientRate=0",
                "ClientRate=50",
                "WafRequestsPerMinute=10",
                "FlowLogDays=30 AccessLogDays=30",
                "MaxRequests=100 HstsSeconds=31536000 CorsOrigins=* WarmUp=false",
                "MetricsSecurityGroup=sg-0123456789abcdef0"
            })
    void acceptsParameters(String parameters) {
        assertThat(violations(parameters)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                TOKENS + " | CertificateArn must be given",
                KEYS + " | CertificateArn must be given",
                "AllowedCidr=0.0.0.0/0 | AuthJwksUrl or AuthPublicKey must be given",
                "AllowedCidr=0.0.0.0/0 " + CERTIFICATE + " | AuthJwksUrl or AuthPublicKey must be given",
                "AllowedCidr=0.0.0.0/0 " + TOKENS + " | CertificateArn must be given",
                "AuthJwksUrl=https://a.example/keys AuthIssuer=i " + CERTIFICATE + " | AuthAudience must be given",
                "AuthPublicKey=-----BEGIN AuthAudience=a " + CERTIFICATE + " | AuthIssuer must be given",
                TOKENS + " AuthPublicKey=-----BEGIN " + CERTIFICATE + " | Only one of AuthJwksUrl and AuthPublicKey",
                "AuthIssuer=i AuthAudience=a | AuthIssuer and AuthAudience need keys",
                "VpcId=vpc-1 TaskSubnets=subnet-1 | LoadBalancerSubnets must be given",
                "VpcId=vpc-1 LoadBalancerSubnets=subnet-1 | TaskSubnets must be given",
                VPC + " ClientRate=50 | TrustedProxies must be given",
                VPC + " FlowLogDays=7 | FlowLogDays is for the VPC",
            })
    void rejectsParametersThatDoNotFitTogether(String parameters, String reason) {
        assertThat(violations(parameters)).anyMatch(violation -> violation.contains(reason));
    }

    /** EC2 treats every network with the prefix length 0 as 0.0.0.0/0. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "203.0.113.7/0",
                "0.0.0.0/00",
                "1.2.3.4/0",
                "0.0.0.0/1",
                "128.0.0.0/1",
                "10.0.0.0/33",
                "::/0",
                "256.0.0.0/8",
                "203.0.113.7",
                "0.0.0.0"
            })
    void rejectsANetworkThatIsTooLargeOrMalformed(String network) {
        assertThat(violations("AllowedCidr=" + network)).containsExactly("AllowedCidr does not match");
    }

    @ParameterizedTest
    @CsvSource({
        "WafRequestsPerMinute,9",
        "WafRequestsPerMinute,-1",
        "MaxRequests,many",
        "MaxRequests,-1",
        "HstsSeconds,1y",
        "WarmUp,yes",
        "FlowLogDays,2",
        "CertificateArn,none",
        "MetricsSecurityGroup,sg",
        "TrustedProxies,everybody",
        "AuthJwksUrl,http://a.example/keys"
    })
    void rejectsAValueThatWouldFailLater(String parameter, String value) {
        assertThat(violations(parameter + "=" + value)).anyMatch(violation -> violation.startsWith(parameter + " "));
    }

    @Test
    void requiresADigestOrATagOfTheImage() {
        for (String image :
                List.of("r.example/api:1f2e3d4", "r.example:443/a/api@" + DIGEST, "r.example/api:1@" + DIGEST)) {
            assertThat(violations("Image=" + image)).as(image).isEmpty();
        }
        for (String image :
                List.of("r.example/api", "r.example:443/api", "r.example/api@sha256:0a", "r.example/api:")) {
            assertThat(violations("Image=" + image)).as(image).containsExactly("Image does not match");
        }
    }

    private static List<String> violations(String parameters) {
        Map<String, String> given = new LinkedHashMap<>(REQUIRED);
        for (String parameter : parameters.isBlank() ? new String[0] : parameters.split(" ")) {
            String[] parts = parameter.split("=", 2);
            assertThat(Stack.API.section("Parameters")).containsKey(parts[0]);
            given.put(parts[0], parts[1]);
        }
        return new ParameterRules(Stack.API, given).violations();
    }
}
