/** A problem of the API (RFC 9457). Its status is 0 if the event was not sent because too many were queued. */
export interface Problem {
  status: number;
  title?: string;
  detail?: string;
  errors?: { pointer: string; detail: string }[];
}

/** An event as sent to the API. `CLEAR` removes a vote. */
export interface PlayerEvent {
  type: "VIEW" | "VOTE" | "CLEAR";
  userId: string;
  videoId: string;
  /** Seconds watched, of a view. */
  duration?: number;
  /** The start of a view, by the clock of the browser. */
  timestamp?: string;
  voteType?: "LIKE" | "DISLIKE";
}

export interface Options {
  /** The id of the viewer. */
  user: string;
  videoId: string;
  /** The address of the API, with a slash at its end. Default: the folder from which this module was loaded. */
  api?: string | URL;
  /** Returns the viewer's access token. It is called before each request. */
  token?: () => string | Promise<string>;
  /** Called with each event that the API refused for good. Default: `console.warn`. */
  onError?: (problem: Problem, event: PlayerEvent) => void;
}

export interface Tracker {
  /** The seconds watched so far. */
  readonly seconds: number;
  /** Stores the viewer's vote. Resolves after one attempt; if it fails, it is repeated later. */
  like(): Promise<void>;
  dislike(): Promise<void>;
  /** Removes the viewer's vote. */
  clear(): Promise<void>;
  /** Ends the view and sends it. Call it before the element gets another video. */
  stop(): Promise<void>;
}

/** Records what a viewer watches in a video or audio element: one view, which grows while the media plays. */
export function track(media: HTMLMediaElement, options: Options): Tracker;
