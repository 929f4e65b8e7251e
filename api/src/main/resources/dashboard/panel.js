import { viewsChart } from "./chart.js";
import { formatField, showNumber, videoFields } from "./format.js";

/** The totals and the chart of one video. */
export function videoPanel(videoId) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById("panel"));
  const element = /** @type {any} */ (template.content.firstElementChild).cloneNode(true);
  const chart = viewsChart(element.querySelector(".chart"));
  element.querySelector("h3").textContent = `Video ${videoId}`;

  return {
    element,
    chart,
    showTotals(summary) {
      for (const name of videoFields) {
        showNumber(element.querySelector(`[data-field=${name}]`), formatField(name, summary[name]));
      }
    },
  };
}
