const KEY = 'td.device'
let fallback: string | null = null

/** 256 random bits that stay in this browser: an invitation binds to the first one that uses it. */
export function deviceSecret(): string {
  try {
    const kept = localStorage.getItem(KEY)
    if (kept && /^[A-Za-z0-9_-]{43}$/.test(kept)) return kept
    const made = newSecret()
    localStorage.setItem(KEY, made)
    return made
  } catch {
    // Storage is closed to this page: the secret lives as long as the page.
    fallback ??= newSecret()
    return fallback
  }
}

function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
