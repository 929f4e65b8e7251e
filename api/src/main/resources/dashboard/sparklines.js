import { readSeries } from "./api.js";
import { compareTotals, count, sumOf } from "./format.js";
import { whyUnreadable } from "./ids.js";

const KEPT_MILLIS = 60_000;
const MAX_REQUESTS = 2;
const MAX_KEPT = 500;
const WIDTH = 96;
const HEIGHT = 24;
const SVG = "http://www.w3.org/2000/svg";

/**
 * Draws the last 24 hours of each video, and of everything, as a small chart. Only charts on screen are requested, each at
 * most once a minute and two at a time, so that many rows do not cause many requests.
 */
export function sparklines(isActive) {
  const cache = new Map();
  const attached = new WeakMap();
  const visible = new Map();
  let inFlight = 0;

  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) visible.set(target, attached.get(target));
      else visible.delete(target);
    }
    pump();
  });

  function pump() {
    if (!isActive()) return;
    for (const [cell, id] of visible) {
      if (inFlight >= MAX_REQUESTS) return;
      if (!cell.isConnected) visible.delete(cell);
      else if (isDue(id)) fetchOne(id);
    }
  }

  function isDue(id) {
    const known = cache.get(id);
    return !known || (!known.pending && performance.now() - known.at >= KEPT_MILLIS);
  }

  async function fetchOne(id) {
    const known = { ...cache.get(id), pending: true };
    cache.delete(id);
    cache.set(id, known);
    if (cache.size > MAX_KEPT) cache.delete(cache.keys().next().value);
    inFlight += 1;
    try {
      known.series = await readSeries(id);
    } catch {
      // The banner reports a server that does not respond. This chart is requested again in a minute.
    } finally {
      known.pending = false;
      known.at = performance.now();
      inFlight -= 1;
    }
    for (const [cell, shown] of visible) if (shown === id) draw(cell, known.series);
    pump();
  }

  return {
    /** Shows the last 24 hours of a video, or with null those of everything, in a cell once the cell is on screen. */
    attach(cell, id) {
      if (id !== null && whyUnreadable(id)) return;
      attached.set(cell, id);
      const known = cache.get(id);
      if (known?.series) draw(cell, known.series);
      observer.observe(cell);
    },
    detach(cell) {
      observer.unobserve(cell);
      visible.delete(cell);
    },
    refresh: pump,
  };
}

function draw(cell, series) {
  if (!series) return;
  const totals = series.map((point) => point.views);
  const largest = totals.reduce((best, one) => (compareTotals(one, best) > 0 ? one : best), 0n);
  const views = totals.map(Number);
  const max = Math.max(...views, 1);
  const svg = element("svg", {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    width: WIDTH,
    height: HEIGHT,
    role: "img",
    "aria-label": `${count(sumOf(totals))} views in the last 24 hours, at most ${count(largest)} in one`,
  });
  const x = (index) => ((index / Math.max(views.length - 1, 1)) * (WIDTH - 4) + 2).toFixed(1);
  const y = (value) => (HEIGHT - 3 - (value / max) * (HEIGHT - 6)).toFixed(1);
  const line = views.map((value, index) => `${x(index)},${y(value)}`).join(" ");
  svg.append(
    element("polygon", { class: "area", points: `${x(0)},${HEIGHT - 2} ${line} ${x(views.length - 1)},${HEIGHT - 2}` }),
    element("polyline", { class: "line", points: line }),
    element("circle", { class: "dot", cx: x(views.length - 1), cy: y(views[views.length - 1] ?? 0), r: 2 }),
  );
  cell.replaceChildren(svg);
}

function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
