// Posts views, reads the totals and a list in pages, and shows what a rejected request returns.
// Usage: node target/js/example.js http://127.0.0.1:8080
import createClient from "openapi-fetch";
import type { components, paths } from "./target/viewtally.js";

/** Of Node.js. A page has its own way to know the address. */
declare const process: { readonly argv: readonly string[] };

type Schemas = components["schemas"];

const api = createClient<paths>({ baseUrl: process.argv[2] ?? "http://127.0.0.1:8080" });

/** Returns the data of a response, or throws the problem that the server reports. */
function dataOf<T>({ data, error, response }: { data?: T; error?: Schemas["Problem"]; response: Response }): T {
  if (data === undefined) {
    throw new Error(`${response.status}: ${error?.detail ?? "no body"}`);
  }
  return data;
}

async function postView(userId: string, videoId: string, duration: number): Promise<Schemas["View"]> {
  return dataOf(await api.POST("/views", { body: { userId, videoId, duration } }));
}

/** Totals follow the views within seconds. */
async function totalsWithViews(videoId: string, views: number): Promise<Schemas["VideoSummary"]> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const totals = dataOf(await api.GET("/videos/{videoId}/summary", { params: { path: { videoId } } }));
    // Null only if another program has written a number that is not a 64-bit integer.
    if ((totals.views ?? 0) >= views) {
      return totals;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("the totals do not follow");
}

/** All views of a video, two per request. */
async function* viewsOf(videoId: string): AsyncGenerator<Schemas["VideoView"]> {
  let cursor: string | null | undefined;
  do {
    const query = cursor ? { limit: 2, cursor } : { limit: 2 };
    const page: Schemas["VideoViewPage"] = dataOf(
      await api.GET("/videos/{videoId}/views", { params: { path: { videoId }, query } }),
    );
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor);
}

const video = `typescript-${Date.now()}`;
for (const user of ["ann", "ben", "cleo"]) {
  const view = await postView(user, video, 42);
  console.log("stored:", view.userId, view.duration);
}

const totals = await totalsWithViews(video, 3);
console.log("totals:", totals.views, totals.duration, totals.viewers);

for await (const view of viewsOf(video)) {
  console.log("listed:", view.userId, view.duration);
}

const rejected = await api.POST("/views", { body: { userId: "ann", videoId: video, duration: -1 } });
for (const fault of rejected.error?.errors ?? []) {
  console.log("rejected:", rejected.response.status, fault.pointer, fault.detail);
}
