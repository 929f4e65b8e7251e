import { fieldNames } from "./format.js";

const PAGE_SIZE = 100;
const TIMEOUT_SECONDS = 5;
const UNREADABLE = "The server sent an answer this page cannot read.";

const REASONS = {
  AbortError: `The server did not answer within ${TIMEOUT_SECONDS} seconds.`,
  SyntaxError: UNREADABLE,
  TypeError: "The server cannot be reached.",
};

/** Reads the first page of summaries. Fails with an Error whose message is fit to be shown to people. */
export async function readSummaries(kind, idField) {
  const body = await getJson(`summaries/${kind}?limit=${PAGE_SIZE}`);
  if (!isPage(body, idField)) throw new Error(UNREADABLE);
  return {
    summaries: body.items.map((item) => ({ ...item, id: item[idField] })),
    more: Boolean(body.nextCursor),
    readAt: new Date(),
  };
}

async function getJson(path) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT_SECONDS * 1000);
  try {
    const response = await fetch(path, { signal: abort.signal, cache: "no-cache" });
    if (!response.ok) throw new Error(await refusal(response));
    // Awaited here so that the timeout also covers a body that never ends.
    return await response.json();
  } catch (error) {
    throw new Error(REASONS[error.name] ?? error.message, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

async function refusal(response) {
  // A proxy in between may answer with HTML instead of a problem document.
  const problem = await response.json().catch(() => null);
  const why = problem?.detail ?? problem?.title;
  return `The server answered with error ${response.status}${why ? ` (${why})` : ""}.`;
}

function isPage(body, idField) {
  return Array.isArray(body?.items) && body.items.every((item) => isSummary(item, idField));
}

function isSummary(item, idField) {
  return typeof item?.[idField] === "string" && fieldNames.every((name) => Number.isInteger(item[name]));
}
