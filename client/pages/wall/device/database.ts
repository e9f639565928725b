// The small database of this device: one store of named records. It may be missing: a browser can refuse it.
const NAME = 'td-wall'
const STORE = 'picture'

const asked = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((done, failed) => {
    request.onsuccess = () => done(request.result)
    request.onerror = () => failed(request.error ?? new Error('not kept'))
  })

async function within<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => Promise<T>): Promise<T> {
  const opening = indexedDB.open(NAME, 1)
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE)
  const db = await asked(opening)
  try {
    return await act(db.transaction(STORE, mode).objectStore(STORE))
  } finally {
    db.close()
  }
}

/** All of them or, if the machine goes out meanwhile, none. */
export const putRecords = (put: ReadonlyMap<string, unknown>, gone: readonly string[]): Promise<void> =>
  within('readwrite', async (store) => {
    const requests: IDBRequest[] = [...put].map(([key, value]) => store.put(value, key))
    for (const key of gone) requests.push(store.delete(key))
    await Promise.all(requests.map((r) => asked(r)))
  })

export const readRecords = (): Promise<Map<string, unknown>> =>
  within('readonly', async (store) => {
    const [keys, values] = await Promise.all([asked(store.getAllKeys()), asked(store.getAll())])
    return new Map(keys.map((key, i) => [String(key), values[i]]))
  })

export const clearRecords = (): Promise<void> =>
  within('readwrite', async (store) => {
    await asked(store.clear())
  })
