import { useEffect, useRef } from 'react'
import { useNavigate, useSearchParams } from 'react-router'

/**
 * What a link names in the address. It is taken from there, so that the same link names it again, and a page that is loaded
 * anew does not go back to it.
 */
export function useNamed(name: string, take: (value: string) => void): string | null {
  const value = useSearchParams()[0].get(name)
  const go = useNavigate()
  const latest = useRef({ take, go })
  latest.current = { take, go }
  useEffect(() => {
    if (value === null) return
    latest.current.take(value)
    // The page's time stands in the address past the router.
    const rest = new URLSearchParams(location.search)
    rest.delete(name)
    void latest.current.go({ search: `${rest}` }, { replace: true })
  }, [value, name])
  return value
}
