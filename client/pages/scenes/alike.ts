/** Whether two documents say the same, field by field: what the server gives may have its fields in another order. */
export const alike = <T extends object>(a: T, b: T): boolean =>
  Object.entries(b).every(([field, value]) => JSON.stringify(Reflect.get(a, field)) === JSON.stringify(value))
