import { QueryClient } from '@tanstack/react-query'
import { RequestProblem } from './problem.ts'

const AGAIN_MS = 15_000
/** The server is away, starts, or has too much to do; a proxy before it says so in its own words. */
const PASSING = new Set([0, 429, 502, 503, 504])
const passes = (error: unknown): boolean => error instanceof RequestProblem && PASSING.has(error.status)

/** What the pages ask of the server. What it refused stays refused. */
export const makeQueries = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        refetchOnWindowFocus: false,
        retry: (count, error) => count < 3 && error instanceof RequestProblem && error.status === 0,
        // A list that could not be read then is read later: nobody stands before a wall to load it again.
        refetchInterval: ({ state: { error } }) => passes(error) && AGAIN_MS,
        // The browser knows of networks, not of this server: it may be on this very machine. And what could not be
        // done says so at once, rather than being done hours later, when the network is back.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  })
