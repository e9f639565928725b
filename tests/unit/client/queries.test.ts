import { environmentManager, onlineManager, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { makeQueries, RequestProblem } from '../../../client/api/index.ts'

// Without a window it would take itself to be a server's, which asks nothing again.
beforeAll(() => environmentManager.setIsServer(() => false))
beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  onlineManager.setOnline(true)
  vi.useRealTimers()
})

function ask(answer: () => unknown) {
  const queries = makeQueries()
  const queryFn = vi.fn(async () => answer())
  const observer = new QueryObserver(queries, { queryKey: ['units'], queryFn })
  return { queries, queryFn, observer, stop: observer.subscribe(() => {}) }
}

it('asks again for what could not be read because the server was away, until it is read', async () => {
  let status = 502
  const { queryFn, observer, stop } = ask(() => {
    if (status) throw new RequestProblem(status, null)
    return ['01']
  })
  await vi.advanceTimersByTimeAsync(100)
  expect(observer.getCurrentResult().isError).toBe(true)
  status = 0
  await vi.advanceTimersByTimeAsync(15_000)
  expect(observer.getCurrentResult().data).toEqual(['01'])
  const asked = queryFn.mock.calls.length
  await vi.advanceTimersByTimeAsync(120_000)
  expect(queryFn.mock.calls.length).toBe(asked)
  stop()
})

it('does not ask again for what the server refused', async () => {
  const { queryFn, stop } = ask(() => {
    throw new RequestProblem(403, null)
  })
  await vi.advanceTimersByTimeAsync(120_000)
  expect(queryFn.mock.calls.length).toBe(1)
  stop()
})

it('asks, and does, though the browser takes itself to be without a network', async () => {
  onlineManager.setOnline(false)
  const { queries, observer, stop } = ask(() => ['01'])
  await vi.advanceTimersByTimeAsync(100)
  expect(observer.getCurrentResult().data).toEqual(['01'])
  const mutationFn = vi.fn(async () => {
    throw new RequestProblem(0, null)
  })
  const { mutations } = queries.getDefaultOptions()
  const done = queries.getMutationCache().build(queries, { mutationFn, ...mutations })
  await expect(done.execute(undefined)).rejects.toThrow()
  expect(done.state.isPaused).toBe(false)
  stop()
})
