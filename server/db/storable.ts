/** A text as the database can keep it: without NUL and half surrogate pairs, which it refuses or keeps as something else. */
export const storable = (text: string): string => text.replaceAll('\0', '\u2400').toWellFormed()

/** JSON for a jsonb column, every text and key of it storable. */
export const storableJson = (value: unknown): string =>
  JSON.stringify(value, (_, v: unknown) => {
    if (typeof v === 'string') return storable(v)
    if (!v || typeof v !== 'object' || Array.isArray(v)) return v
    return Object.fromEntries(Object.entries(v).map(([key, x]) => [storable(key), x]))
  })
