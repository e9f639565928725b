import { describe, expect, it } from 'vitest'
import { newSeat, reach, type Seat } from '../../../server/bridge/seats/seat.ts'

const end = (id: string, session: string | null): Seat =>
  newSeat({ id, role: session ? 'point' : 'screen', session, incarnation: 1, link: null })
const ids = (list: Seat[]) => list.map((e) => e.id).sort()

describe('who may exchange signals and media', () => {
  const chair = end('chair', 's1')
  const quangNinh = end('qn', 's1')
  const other = end('other', 's2')
  const wall = end('screen:1:a', null)
  const points = [chair, quangNinh, other]

  it('points of one session reach each other and nobody else', () => {
    expect(ids(reach(chair, points, [wall], null))).toEqual(['qn'])
    expect(ids(reach(other, points, [wall], null))).toEqual([])
  })
  it('a screen reaches nobody while nothing is spotlighted', () => {
    expect(reach(wall, points, [wall], null)).toEqual([])
  })
  it('a screen reaches only the spotlighted point, and only that point reaches screens', () => {
    const seen = { session: 's1', points: ['qn'], share: null }
    expect(ids(reach(wall, points, [wall], seen))).toEqual(['qn'])
    expect(ids(reach(quangNinh, points, [wall], seen))).toEqual(['chair', 'screen:1:a'])
    expect(ids(reach(chair, points, [wall], seen))).toEqual(['qn'])
    expect(ids(reach(other, points, [wall], seen))).toEqual([])
  })
})
