import uPlot from "./charts/1.6.30/dist/uPlot.esm.js";
import { compareTotals, count, pointTime, sumOf } from "./format.js";

const HEIGHT = 220;

/** A bar chart of views over time, in the colours of the page. */
export function viewsChart(element) {
  /** @type {any} */
  let plot = null;
  /** @type {{ series: any[], byDay: boolean } | null} */
  let shown = null;

  function draw() {
    if (!shown || element.clientWidth === 0) return;
    plot?.destroy();
    const { series, byDay } = shown;
    const colours = getComputedStyle(element);
    const colour = (name) => colours.getPropertyValue(name).trim();
    const axis = {
      stroke: colour("--quiet"),
      font: `12px ${colours.fontFamily}`,
      grid: { stroke: colour("--line"), width: 1 },
      ticks: { stroke: colour("--line"), width: 1 },
    };
    const times = series.map(({ start }) => start.getTime() / 1000);
    const half = byDay ? 43_200 : 1_800;
    plot = new uPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        padding: [12, 8, 0, 0],
        tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
        cursor: { y: false, drag: { setScale: false } },
        scales: {
          x: { range: () => [times[0] - half, times[times.length - 1] + half] },
          y: { range: (_, min, max) => [0, Math.max(max * 1.1, 1)] },
        },
        axes: [
          { ...axis, values: axisTimes(byDay) },
          { ...axis, size: 56, values: (_, values) => values.map((v) => (Number.isInteger(v) ? count(v) : "")) },
        ],
        series: [
          { label: "UTC", value: (_, seconds) => (seconds == null ? "–" : pointTime(new Date(seconds * 1000), byDay)) },
          {
            label: "Views",
            // The plot holds Numbers. They are exact enough for a bar, but not for a label.
            value: (_, __, ___, index) => (index == null ? "–" : count(series[index].views)),
            fill: colour("--bar"),
            stroke: colour("--bar"),
            width: 0,
            points: { show: false },
            paths: uPlot.paths.bars({ size: [0.72, 40], radius: 0.2 }),
          },
        ],
      },
      [times, series.map(({ views }) => (views === null ? null : Number(views)))],
      element,
    );
  }

  new ResizeObserver(() => {
    if (!plot) draw();
    else if (plot.width !== element.clientWidth && element.clientWidth > 0) {
      plot.setSize({ width: element.clientWidth, height: HEIGHT });
    }
  }).observe(element);

  return {
    show(series, byDay) {
      shown = { series, byDay };
      const total = sumOf(series.map(({ views }) => views));
      const largest = series.reduce((best, point) => (compareTotals(point.views, best.views) > 0 ? point : best), series[0]);
      element.setAttribute(
        "aria-label",
        total === 0n
          ? "Views over time: none"
          : `Views over time: ${count(total)} in total, maximum ${count(largest.views)} at ${pointTime(largest.start, byDay)} UTC`,
      );
      draw();
    },
    clear() {
      plot?.destroy();
      plot = null;
      shown = null;
    },
    redraw: draw,
  };
}

function axisTimes(byDay) {
  return (_, seconds) =>
    seconds.map((second) => {
      const text = pointTime(new Date(second * 1000), false);
      const day = text.slice(5, 10);
      if (byDay) return day;
      return text.slice(11) === "00:00" ? day : text.slice(11);
    });
}
