import { readTotals } from "./api.js";
import { fieldNames, formatField, showNumber } from "./format.js";

/** Reads the totals of everything, and shows them. */
export async function showTotals(section) {
  const totals = await readTotals();
  for (const name of fieldNames) showNumber(section.querySelector(`[data-field=${name}]`), formatField(name, totals[name]));
}
