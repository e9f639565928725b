import { useEffect, useRef } from 'react'
import { useLink } from '../../live/index.ts'

const program = /src="(\/assets\/index-[\w-]+\.js)"/
const own = document
  .querySelector<HTMLScriptElement>('script[type=module][src*="/assets/"]')
  ?.getAttribute('src')

/** A server that came back may bring a newer page: nobody is there to reload the wall. */
export function useRenewal(): void {
  const { state } = useLink()
  const was = useRef(state)
  useEffect(() => {
    const back = state === 'live' && was.current !== 'live'
    was.current = state
    if (!back || !own) return
    void fetch('/wall', { cache: 'no-store', credentials: 'omit' })
      .then((r) => (r.ok ? r.text() : ''))
      .then((text) => {
        const theirs = program.exec(text)?.[1]
        if (theirs && theirs !== own) location.reload()
      })
      .catch(() => undefined) // it is asked again at the next return
  }, [state])
}
