// Strings come first, so that digits inside a string are not read as numbers.
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const WHOLE = /^-?\d+$/;
const LONG = /\d{16}/;
const MARK = "$exact";

/** Parses JSON. A whole number that a Number cannot hold exactly becomes a BigInt. @param {string} text */
export function parseExact(text) {
  if (!LONG.test(text)) return JSON.parse(text);
  const marked = text.replace(TOKENS, (token) => (isExact(token) ? token : `{"${MARK}":"${token}"}`));
  return JSON.parse(marked, (_, value) => (value?.[MARK] === undefined ? value : BigInt(value[MARK])));
}

function isExact(token) {
  return !WHOLE.test(token) || Number.isSafeInteger(Number(token));
}
