// Calls that the compiler must reject. If the types became too loose, a line would compile, and the compiler would say so.
import createClient from "openapi-fetch";
import type { paths } from "./target/viewtally.js";

const api = createClient<paths>();

export async function mistakes(): Promise<void> {
  // @ts-expect-error The contract has no such path.
  await api.GET("/video/5");
  // @ts-expect-error A duration is a number.
  await api.POST("/views", { body: { userId: "0", videoId: "5", duration: "42" } });
  // @ts-expect-error A vote is LIKE or DISLIKE.
  await api.POST("/votes", { body: { userId: "0", videoId: "5", voteType: "MAYBE" } });
  const { data } = await api.GET("/totals");
  // @ts-expect-error The body is missing after a problem.
  console.log(data.views);
  // @ts-expect-error A total can be null.
  console.log(data && data.views + 1);
}
