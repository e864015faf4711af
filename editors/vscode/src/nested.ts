// Dotted keys to nested objects. Knows nothing of VS Code, so that it can be tested alone.

/** `[['documents.include', x], ['density', y]]` becomes `{ documents: { include: x }, density: y }`. */
export function nested(entries: Iterable<readonly [string, unknown]>): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const [key, value] of entries) {
    const parts = key.split('.');
    const last = parts.pop() as string; // split gives at least one part
    let place = root;
    for (const part of parts) place = (place[part] ??= {}) as Record<string, unknown>;
    place[last] = value;
  }
  return root;
}
