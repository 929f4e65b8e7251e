package io.github.viewtally.clients;

import io.github.viewtally.client.ApiClient;
import io.github.viewtally.client.ApiException;
import io.github.viewtally.client.api.EventsApi;
import io.github.viewtally.client.api.ListsApi;
import io.github.viewtally.client.api.TotalsApi;
import io.github.viewtally.client.model.Fault;
import io.github.viewtally.client.model.NewView;
import io.github.viewtally.client.model.Problem;
import io.github.viewtally.client.model.VideoSummary;
import io.github.viewtally.client.model.VideoView;
import io.github.viewtally.client.model.VideoViewPage;
import io.github.viewtally.client.model.View;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Posts views, reads the totals and a list in pages, and shows what a rejected request returns. */
public final class JavaExample {

    private static final int ATTEMPTS = 100;

    private final ApiClient client = new ApiClient();
    private final EventsApi events;
    private final TotalsApi totals;
    private final ListsApi lists;

    private JavaExample(String url) {
        client.updateBaseUri(url);
        events = new EventsApi(client);
        totals = new TotalsApi(client);
        lists = new ListsApi(client);
    }

    /** Runs the example with the API at the given URL. */
    public static void main(String[] args) throws ApiException, IOException, InterruptedException {
        new JavaExample(args[0]).run("java-" + System.nanoTime());
    }

    private void run(String video) throws ApiException, IOException, InterruptedException {
        for (String user : List.of("ann", "ben", "cleo")) {
            View view = events.recordView(view(user, video));
            System.out.println("stored: " + view.getUserId() + " " + view.getDuration());
        }
        VideoSummary sums = totalsWithViews(video, 3);
        System.out.println("totals: " + sums.getViews() + " " + sums.getDuration() + " " + sums.getViewers());
        printViewsOf(video);
        try {
            events.recordView(view("a b", video));
        } catch (ApiException e) {
            Problem problem = client.getObjectMapper().readValue(e.getResponseBody(), Problem.class);
            for (Fault fault : problem.getErrors()) {
                System.out.println("rejected: " + e.getCode() + " " + fault.getPointer() + " " + fault.getDetail());
            }
        }
    }

    private static NewView view(String user, String video) {
        return new NewView().userId(user).videoId(video).duration(42);
    }

    /** Totals follow the views within seconds. */
    private VideoSummary totalsWithViews(String video, long views) throws ApiException, InterruptedException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            VideoSummary summary = totals.getVideoSummary(video, null);
            // Null only if another program has written a number that is not a 64-bit integer.
            if (summary.getViews() != null && summary.getViews() >= views) {
                return summary;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        throw new IllegalStateException("the totals do not follow");
    }

    /** Reads all views of a video, two per request. */
    private void printViewsOf(String video) throws ApiException {
        String cursor = null;
        do {
            VideoViewPage page = lists.listVideoViews(video, null, null, null, 2, cursor);
            for (VideoView view : page.getItems()) {
                System.out.println("listed: " + view.getUserId() + " " + view.getDuration());
            }
            cursor = page.getNextCursor();
        } while (cursor != null);
    }
}
