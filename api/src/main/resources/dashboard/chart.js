import uPlot from "./charts/1.6.30/dist/uPlot.esm.js";
import { compareTotals, count, sumOf } from "./format.js";

const HEIGHT = 240;
/** Room for half of the last time under the chart, which would be cut off. */
const RIGHT = 24;

/** A bar chart of views over time, in the colours of the page. */
export function viewsChart(element) {
  /** @type {any} */
  let plot = null;
  /** @type {{ series: import("./series.js").Series, top: number } | null} */
  let shown = null;

  function draw() {
    if (!shown || element.clientWidth === 0) return;
    plot?.destroy();
    const { top } = shown;
    const { points, byDay, zone } = shown.series;
    const colours = getComputedStyle(element);
    const colour = (name) => colours.getPropertyValue(name).trim();
    const font = `12px ${colours.fontFamily}`;
    const axis = {
      stroke: colour("--quiet"),
      font,
      grid: { stroke: colour("--line"), width: 1 },
      ticks: { stroke: colour("--line"), width: 1 },
    };
    const times = points.map(({ start }) => start.getTime() / 1000);
    const half = byDay ? 43_200 : 1_800;
    const label = zone.label(points[0].start, points[points.length - 1].start);
    plot = new uPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        padding: [12, RIGHT, 0, 0],
        tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), zone.name),
        cursor: { y: false, drag: { setScale: false } },
        scales: {
          x: { range: () => [times[0] - half, times[times.length - 1] + half] },
          y: { range: () => [0, top * 1.1] },
        },
        axes: [
          { ...axis, size: 34, label, labelFont: font, labelSize: 22, values: axisTimes(zone, byDay) },
          { ...axis, size: 64, values: (_, values) => values.map(axisNumber) },
        ],
        series: [
          { label: "From", value: (_, seconds) => (seconds == null ? "–" : pointTime(new Date(seconds * 1000), zone, byDay)) },
          {
            label: "Views",
            // The plot holds Numbers. They are exact enough for a bar, but not for a label.
            value: (_, __, ___, index) => (index == null ? "–" : count(points[index].views)),
            fill: colour("--bar"),
            stroke: colour("--bar"),
            width: 0,
            points: { show: false },
            paths: uPlot.paths.bars({ size: [0.72, 40], radius: 0.2 }),
          },
        ],
      },
      [times, points.map(({ views }) => (views === null ? null : Number(views)))],
      element,
    );
  }

  const observer = new ResizeObserver(() => {
    if (!plot) draw();
    else if (plot.width !== element.clientWidth && element.clientWidth > 0) {
      plot.setSize({ width: element.clientWidth, height: HEIGHT });
    }
  });
  observer.observe(element);

  return {
    /** Shows a series. `top` is the number of views that reaches the top of the chart. */
    show(series, top) {
      shown = { series, top };
      const { points, byDay, zone } = series;
      const total = sumOf(points.map(({ views }) => views));
      const largest = points.reduce((best, point) => (compareTotals(point.views, best.views) > 0 ? point : best), points[0]);
      element.setAttribute(
        "aria-label",
        total === 0n
          ? "Views over time: none"
          : `Views over time: ${count(total)} in total, maximum ${count(largest.views)} at ${pointTime(largest.start, zone, byDay)} ${zone.name}`,
      );
      draw();
    },
    clear() {
      plot?.destroy();
      plot = null;
      shown = null;
    },
    redraw: draw,
    end() {
      observer.disconnect();
      plot?.destroy();
    },
  };
}

/** Formats the start of a point: the day, and the hour unless the points are days. */
export function pointTime(date, zone, byDay) {
  return byDay ? zone.day(date) : zone.hour(date);
}

/** Formats a whole number of the axis so that it fits beside the chart. */
function axisNumber(number) {
  if (!Number.isInteger(number)) return "";
  return number < 1_000_000 ? count(number) : number.toLocaleString("en", { notation: "compact" });
}

function axisTimes(zone, byDay) {
  return (_, seconds) =>
    seconds.map((second) => {
      const date = new Date(second * 1000);
      const time = zone.time(date);
      return byDay || time === "00:00" ? zone.day(date).slice(5) : time;
    });
}
