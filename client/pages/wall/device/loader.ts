// The page on the machine that opens the wall learns from the server whether the wall's page is kept: it goes there without
// the server only then. It is known by the name that it put behind the address.

const KEY = 'td.loader'

function takeName(): string | null {
  try {
    const name = /^#loader=([\w-]{8,64})$/.exec(location.hash)?.[1]
    if (!name) return localStorage.getItem(KEY)
    localStorage.setItem(KEY, name)
    history.replaceState(null, '', location.pathname + location.search)
    return name
  } catch {
    return null
  }
}
export const loader = takeName()
