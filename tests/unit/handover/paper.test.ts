import { expect, it } from 'vitest'
import { handoverPaper } from '../../../server/handover/paper.ts'
import type { HandoverView } from '../../../shared/api/handover.ts'

/** 07:00 in Viet Nam. */
const AT = Date.UTC(2026, 10, 23)
const HOUR = 3_600_000
const person = (account: number, displayName: string) => ({ account, username: `u${account}`, displayName })
const done: HandoverView = {
  ...{ id: 7, state: 'done', openedAt: AT - HOUR },
  position: {
    ...{ id: 'chief', code: 'TC', seats: 1, chief: true, needed: true },
    name: { vi: 'Trưởng ca', en: 'Chief' },
  },
  shift: { day: '2026-11-22', no: 2, from: AT - 12 * HOUR, to: AT },
  next: { day: '2026-11-23', no: 1, from: AT, to: AT + 12 * HOUR },
  ...{ outgoing: person(1, 'Lan'), incoming: person(2, 'Minh'), items: [], steps: [] },
  ...{ outgoingSignedAt: AT - 60_000, incomingSignedAt: AT, endedAt: AT, log: null },
  may: {
    ...{ name: false, check: false, refresh: false, return: false },
    ...{ sign: false, relieve: false, withdraw: false },
  },
}
const paragraphs = (more: Partial<HandoverView>) =>
  handoverPaper({ ...done, ...more }, [], { simulated: false, world: null }).blocks.flatMap((b) =>
    b.kind === 'paragraph' ? [b.text] : [],
  )
const ofLog = (whole: boolean, upTo: number | null) =>
  paragraphs({ log: { entries: 12, sha256: 'ab', holds: true, whole, upTo } }).filter((p) =>
    p.includes('12 mục'),
  )

it('the paper names what of the log is closed: a shift, its part so far, a position of it', () => {
  const at = '07:00 ngày 23/11/2026'
  expect(ofLog(true, null)).toEqual([`Sổ trực của ca có 12 mục, khóa lúc ${at}.`])
  expect(ofLog(true, 40)).toEqual([`Phần sổ trực đến lúc ${at} có 12 mục đã khóa; ca còn tiếp tục.`])
  expect(ofLog(false, null)).toEqual([`Phần sổ của vị trí Trưởng ca có 12 mục, khóa lúc ${at}.`])
  expect(ofLog(false, 40)).toEqual([
    `Phần sổ của vị trí Trưởng ca đến lúc ${at} có 12 mục đã khóa; ca còn tiếp tục.`,
  ])
  expect(paragraphs({}).some((p) => p.includes('khóa'))).toBe(false)
})

it('an item on the paper says what either said of it', () => {
  const item: HandoverView['items'][number] = {
    ...{ key: 'a', kind: 'source', text: { vi: 'EVN', en: 'EVN' }, note: { vi: '', en: '' }, since: null },
    ...{ href: null, simulated: false, given: null, checked: null },
  }
  const table = (of: typeof item) =>
    handoverPaper({ ...done, items: [of] }, [], { simulated: false, world: null }).blocks.flatMap((b) =>
      b.kind === 'table' ? [b.rows[1]?.[3]] : [],
    )[0]
  const given = { by: 'Lan', at: AT - 2 * HOUR, remark: 'hẹn 8 giờ' }
  expect(table(item)).toBe('Người nhận chưa xem')
  expect(table({ ...item, given })).toBe('Người nhận chưa xem; Người giao, 05:00: hẹn 8 giờ')
  expect(table({ ...item, given, checked: { by: 'Minh', at: AT - HOUR, remark: '' } })).toBe(
    'Người nhận đã xem, 06:00; Người giao, 05:00: hẹn 8 giờ',
  )
})
