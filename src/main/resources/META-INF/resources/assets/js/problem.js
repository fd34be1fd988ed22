/** A problem (RFC 9457) whose instance is the address of a record: the work was accepted, and it failed. */

export function isKept(problem) {
  return Boolean(problem.instance?.startsWith('/'));
}
