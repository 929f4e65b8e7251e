import { parseExact } from "./exactjson.js";
import { fieldNames, userFields, videoFields } from "./format.js";

const TIMEOUT_SECONDS = 5;
const UNREADABLE = "The server sent an answer this page cannot read.";

const REASONS = {
  AbortError: `The server did not answer within ${TIMEOUT_SECONDS} seconds.`,
  SyntaxError: UNREADABLE,
  TypeError: "The server cannot be reached.",
};

/** An error response of the server. */
class ErrorResponse extends Error {
  constructor(status, body) {
    super(refusal(status, body));
    this.status = status;
  }
}

/** Returns whether the server asks for an access token. */
export function needsToken(error) {
  return error.status === 401 || error.status === 403;
}

/** Returns whether the server rejected the request (4xx). The error's message says why. */
export function isRefusal(error) {
  return error.status >= 400 && error.status < 500;
}

/**
 * Reads a page of summaries, by cursor or by ids. Totals are BigInts; a total beyond 64 bits is null. Every function in
 * this module throws an Error whose message can be shown to the user.
 */
export async function readList(path, idField) {
  const body = await getJson(path);
  if (!items(body).every((item) => isSummary(item, idField))) throw new Error(UNREADABLE);
  return {
    summaries: body.items.map((item) => ({ ...exactTotals(item, fieldsOf(idField)), id: item[idField] })),
    next: body.nextCursor,
    readAt: new Date(),
  };
}

/** Reads the totals of everything. */
export async function readTotals() {
  const totals = await getJson("totals");
  if (!hasTotals(totals, fieldNames)) throw new Error(UNREADABLE);
  return exactTotals(totals, fieldNames);
}

/**
 * Reads the views of a video, or of everything, over time. Without a range, these are the last 24 hours.
 * @param {string | null} videoId null for everything
 * @param {{ step?: string, tz?: string, from?: string }} [range]
 */
export async function readSeries(videoId, range = {}) {
  const query = new URLSearchParams(range);
  const body = await getJson(`${videoId === null ? "totals" : video(videoId)}/stats?${query}`);
  const points = items(body);
  if (!points.every(({ views, duration }) => isTotal(views) && isTotal(duration))) throw new Error(UNREADABLE);
  return points.map(({ start, views, duration }) => ({ start: new Date(start), views: exact(views), duration: exact(duration) }));
}

export async function readSummary(videoId) {
  const summary = await getJson(`${video(videoId)}/summary`);
  if (!isSummary(summary, "videoId")) throw new Error(UNREADABLE);
  return exactTotals(summary, videoFields);
}

export async function readLatestViews(videoId, limit) {
  const views = items(await getJson(`${video(videoId)}/views?order=desc&limit=${limit}`));
  if (!views.every(({ duration }) => isTotal(duration))) throw new Error(UNREADABLE);
  return views.map((view) => ({ ...view, duration: exact(view.duration) }));
}

/** Reads the users who like or dislike a video, and whether there are more. */
export async function readVoters(videoId, votes, limit) {
  const body = await getJson(`${video(videoId)}/${votes}?limit=${limit}`);
  return { users: items(body).map(({ userId }) => userId), more: Boolean(body.nextCursor) };
}

/** Stores an event. If the server rejects it, the error names each wrong field. */
export async function post(path, event) {
  const response = await send(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(event),
  });
  return response.json();
}

function video(id) {
  return `videos/${encodeURIComponent(id)}`;
}

function items(body) {
  if (!Array.isArray(body?.items)) throw new Error(UNREADABLE);
  return body.items;
}

async function getJson(path) {
  return (await send(path, { cache: "no-cache" })).json();
}

async function send(path, options) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT_SECONDS * 1000);
  try {
    const response = await fetch(path, { ...options, signal: abort.signal });
    // Read here so that the timeout also covers a body that never ends.
    const body = await response.text();
    if (!response.ok) throw new ErrorResponse(response.status, body);
    return { json: () => parse(body) };
  } catch (error) {
    if (error instanceof ErrorResponse) throw error;
    throw new Error(REASONS[error.name] ?? error.message, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

function parse(body) {
  try {
    return parseExact(body);
  } catch (error) {
    throw new Error(UNREADABLE, { cause: error });
  }
}

function refusal(status, body) {
  let problem = null;
  try {
    problem = JSON.parse(body);
  } catch {
    // A proxy may respond with HTML instead of a problem document.
  }
  const errors = Array.isArray(problem?.errors) ? problem.errors : [];
  const faults = errors.map(({ pointer, detail }) => `${nameOf(pointer)} ${detail}`);
  if (faults.length > 0) return `${faults.join("; ")}.`;
  const why = problem?.detail ?? problem?.title;
  return `The server answered with error ${status}${why ? ` (${why})` : ""}.`;
}

/** Returns the name of the field or parameter that a pointer refers to: #/name in a body, ?name in a query, {name} in a path. */
function nameOf(pointer) {
  return String(pointer ?? "").replace(/^(#\/|\?|\{)/, "").replace(/\}$/, "");
}

function isSummary(item, idField) {
  return typeof item?.[idField] === "string" && hasTotals(item, fieldsOf(idField));
}

function fieldsOf(idField) {
  return idField === "videoId" ? videoFields : userFields;
}

function hasTotals(item, names) {
  return names.every((name) => isTotal(item?.[name]));
}

/** Returns whether a value is a whole number, or null for a total beyond 64 bits. */
function isTotal(value) {
  return value === null || typeof value === "bigint" || Number.isSafeInteger(value);
}

function exact(total) {
  return total === null ? null : BigInt(total);
}

function exactTotals(summary, names) {
  return { ...summary, ...Object.fromEntries(names.map((name) => [name, exact(summary[name])])) };
}
