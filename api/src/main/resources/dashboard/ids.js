/** The rule of the contract for ids; see the schema Id there. */
const ID = /^[A-Za-z0-9._~:@|+=-]{1,128}$/;

export function isId(text) {
  return ID.test(text);
}

/** Why the server cannot be asked about this id by a path; null if it can. */
export function whyUnreadable(id) {
  if (!isId(id)) {
    return `“${id}” cannot be an id: 1 to 128 characters of A–Z a–z 0–9 . _ ~ : @ | + = - are allowed.`;
  }
  // Browsers resolve these as steps of the path, encoded or not.
  return id === "." || id === ".." ? `An id of only “${id}” cannot stand in a path.` : null;
}
