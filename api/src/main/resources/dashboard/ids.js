/** The rule of the contract for ids; see the schema Id there. */
const ID = /^[A-Za-z0-9._~:@|+=-]{1,128}$/;

export function isId(text) {
  return ID.test(text);
}

/** Why this id cannot be part of a path; null if it can. */
export function whyUnreadable(id) {
  if (!isId(id)) {
    return `“${id}” cannot be an id: 1 to 128 characters of A–Z a–z 0–9 . _ ~ : @ | + = - are allowed.`;
  }
  // Browsers resolve these as dot segments, encoded or not.
  return id === "." || id === ".." ? `The id “${id}” cannot be part of a path.` : null;
}
