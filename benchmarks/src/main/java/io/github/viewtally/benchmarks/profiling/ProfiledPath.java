package io.github.viewtally.benchmarks.profiling;

import io.github.viewtally.benchmarks.profiling.AsyncProfiler.SampledStack;
import io.github.viewtally.benchmarks.profiling.CostShare.Cost;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The paths that are profiled, each with the costs that have a name. */
enum ProfiledPath {
    POST_VIEWS(
            "flame-post-views.svg",
            "POST /views: processor time of the API, over the null DynamoDB",
            List.of(
                    Cost.of(
                            "writing to sockets: responses and calls of DynamoDB",
                            "Unsafe\\.flush|\\.doWrite|OutboundBuffer"),
                    Cost.of(
                            "reading from sockets, and waiting for them",
                            "ByteBuf\\.setBytes|KeySetSelector|NioIoHandler\\.select"),
                    Cost.of("signing the calls of DynamoDB", "awssdk/http/auth"),
                    Cost.of(
                            "access log and metrics",
                            "RequestLifecycleHandler\\.ended|viewtally/api/ops/|logback|micrometer"),
                    Cost.of("write queue, and the calls without signing and sockets", "viewtally/api/storage/"),
                    Cost.of(
                            "JSON of requests and responses, and the checks",
                            "viewtally/api/(events|request|response)/|core/json/|jackson"),
                    Cost.of("the rest of the API's code", "^io/github/viewtally/"),
                    Cost.of("Vert.x: requests, responses, routing, its HTTP client, futures", "^io/vertx/"),
                    Cost.of("Netty: pipeline, HTTP codec, buffers", "^io/netty/"),
                    Cost.of("garbage collection", "GangWorker::|GCTask|VMThread::"))),
    WIDE_BATCH(
            "flame-wide-batch.svg",
            "A batch of 1,000 views by 1,000 users of 1,000 videos: processor time of the function, over the null DynamoDB",
            List.of(
                    Cost.of(
                            "the event's JSON, by Lambda's runtime",
                            "PojoSerializer|HandlerInvoker\\.read|lambda/thirdparty"),
                    Cost.of("SDK: JSON of the requests", "RequestMarshaller\\.marshall"),
                    Cost.of("SDK: signatures and checksums", "SigningStage|ChecksumStage"),
                    Cost.of("SDK: HTTP and sockets", "MakeHttpRequestStage|UrlConnectionHttpClient"),
                    Cost.of("SDK: reading the responses", "HandleResponseStage|CombinedResponseHandler"),
                    Cost.of(
                            "SDK: the rest of a call (pipeline, endpoint, retries)",
                            "BaseSyncClientHandler|DefaultDynamoDbClient|EndpointResolutionStage"),
                    Cost.of(
                            "ranks and trends, without their reads",
                            "aggregators/rank/|commit/IndexUpdates|commit/TrendClauses"),
                    Cost.of("building the transactions", "commit/Transaction(Builder|Executor)"),
                    Cost.of("adding up and planning", "change/DeltaAccumulator|commit/"),
                    Cost.of("reading the records", "change/Change|aggregators/lambda/"),
                    Cost.of("garbage collection", "VMThread::")));

    private static final int LARGEST = 3;

    private final String picture;
    private final String title;
    private final List<Cost> costs;

    ProfiledPath(String picture, String title, List<Cost> costs) {
        this.picture = picture;
        this.title = title;
        this.costs = costs;
    }

    /** Returns the name of the file with its flame graph. */
    String picture() {
        return picture;
    }

    String title() {
        return title;
    }

    /** Returns the three largest costs as a list, and all of them as a table. */
    String costs(List<SampledStack> stacks) {
        List<CostShare> shares = CostShare.of(stacks, costs);
        return IntStream.range(0, LARGEST)
                        .mapToObj(i -> i + 1 + ". " + shares.get(i).name() + ": " + percent(shares.get(i)) + "\n")
                        .collect(Collectors.joining())
                + shares.stream()
                        .map(share -> "| " + share.name() + " | " + percent(share) + " |\n")
                        .collect(Collectors.joining("", "\n| cost | share |\n|---|---|\n", ""));
    }

    private static String percent(CostShare share) {
        return String.format(Locale.ROOT, "%.1f %%", share.percent());
    }
}
