import { describe, expect, it } from 'vitest'
import { deviceName } from '../../../server/bridge/readiness/device.ts'
import { LineTickets, MOST_BYTES } from '../../../server/bridge/readiness/tickets.ts'
import type { ReadinessFacts } from '../../../shared/api/readiness.ts'
import { boardOf, judgeReadiness, readinessState } from '../../../shared/readiness.ts'

const GOOD: ReadinessFacts = {
  camera: { width: 1280, height: 720, framesPerSecond: 25, label: 'HD', drawn: false, fault: null },
  microphone: { level: 0.6, label: 'Bàn họp', fault: null },
  line: { roundTripMs: 20, downKbps: 20_000, upKbps: 8_000, bytes: 2_000_000 },
  framing: { brightness: 0.5, confirmed: true },
}
const words = (facts: ReadinessFacts | null) =>
  judgeReadiness(facts).map((i) => (i.state === 'failed' ? i.why : i.state))

describe("a point's checklist", () => {
  it('passes when everything that was measured is enough', () => {
    expect(words(GOOD)).toEqual(['passed', 'passed', 'passed', 'passed'])
    expect(readinessState(judgeReadiness(GOOD))).toBe('ready')
  })
  it('is not tested where nothing was measured, and framing only when a person says so', () => {
    expect(words(null)).toEqual(['untested', 'untested', 'untested', 'untested'])
    expect(words({ ...GOOD, framing: { brightness: 0.5, confirmed: false } })[3]).toBe('untested')
    expect(readinessState(judgeReadiness(null))).toBe('untested')
  })
  it.each<[Partial<ReadinessFacts>, string]>([
    [{ camera: { ...GOOD.camera!, drawn: true } }, 'drawn'],
    [{ camera: { ...GOOD.camera!, fault: 'busy' } }, 'busy'],
    [{ camera: { ...GOOD.camera!, height: 240 } }, 'small'],
    [{ camera: { ...GOOD.camera!, framesPerSecond: 4 } }, 'slow'],
    [{ microphone: { ...GOOD.microphone!, level: 0.1 } }, 'quiet'],
    [{ microphone: { ...GOOD.microphone!, fault: 'missing' } }, 'missing'],
    [{ line: { ...GOOD.line!, upKbps: 400 } }, 'up'],
    [{ line: { ...GOOD.line!, downKbps: 400 } }, 'down'],
    [{ line: { ...GOOD.line!, roundTripMs: 900 } }, 'far'],
    [{ framing: { brightness: 0.02, confirmed: true } }, 'dark'],
    [{ framing: { brightness: 0.97, confirmed: true } }, 'bright'],
  ])('fails and says why: %j', (part, why) => {
    expect(words({ ...GOOD, ...part })).toContain(why)
    expect(readinessState(judgeReadiness({ ...GOOD, ...part }))).toBe('failed')
  })
  it("the operator's board has the worst first and counts who is ready", () => {
    const row = (code: string, facts: ReadinessFacts | null) => {
      const items = judgeReadiness(facts)
      const unit = { code, name: { vi: code, en: code } }
      return { unit, state: readinessState(items), items, at: 1, actor: '', device: '', facts }
    }
    const board = boardOf([
      row('ready', GOOD),
      row('untested', null),
      row('one', { ...GOOD, line: null, framing: { brightness: 0, confirmed: true } }),
    ])
    expect(board.rows.map((r) => r.unit.code)).toEqual(['one', 'untested', 'ready'])
    expect([board.ready, board.expected]).toEqual([1, 3])
  })
})

describe('a right to measure the line', () => {
  it('holds for a minute and a bounded number of bytes', () => {
    let now = 0
    const tickets = new LineTickets(() => now)
    const ticket = tickets.give()!
    expect(tickets.take(ticket, MOST_BYTES - 1)).toBe(true)
    expect(tickets.take(ticket, 2)).toBe(false)
    expect(tickets.take(ticket, 1)).toBe(true)
    expect(tickets.take('khong-co', 1)).toBe(false)
    const other = tickets.give()!
    now = 60_000
    expect(tickets.take(other, 1)).toBe(false)
  })
})

it('a device is named by its browser and system', () => {
  const chrome =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0'
  expect(deviceName(`${chrome} Safari/537.36`)).toBe('Chrome 141, Windows')
  expect(deviceName(`${chrome} Safari/537.36 Edg/141.0.0.0`)).toBe('Edge 141, Windows')
  expect(
    deviceName(
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
    ),
  ).toBe('Safari 18, iPhone')
  expect(deviceName('')).toBe('?')
})
