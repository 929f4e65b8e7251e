/** The pattern of the schema Id in openapi.yaml. */
const ID = /^[A-Za-z0-9._~:@|+=-]{1,128}$/;

/** @param {string} text */
export function isId(text) {
  return ID.test(text);
}

/** Returns why an id cannot be part of a request path, or null if it can. */
export function whyUnreadable(id) {
  if (!isId(id)) {
    return `“${id}” cannot be an id: 1 to 128 characters of A–Z a–z 0–9 . _ ~ : @ | + = - are allowed.`;
  }
  // Browsers resolve these as path segments, encoded or not.
  return id === "." || id === ".." ? `The id “${id}” cannot be part of a path.` : null;
}
