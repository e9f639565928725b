import { describe, expect, it } from 'vitest'
import { type HandoverStep, handoverAfter, handoverFault } from '../../../shared/handover.ts'

const LAN = 1
const MINH = 2
const HOA = 3
let at = 0
const step = (
  kind: HandoverStep['kind'],
  account: number,
  more: Partial<HandoverStep> = {},
): HandoverStep => ({
  ...{ kind, account, at: ++at, item: null, remark: null, names: null },
  ...more,
})
const ITEMS = [{ key: 'a' }, { key: 'b' }]
const opened = [step('opened', LAN), step('incoming', LAN, { names: MINH })]
const checked = [
  ...opened,
  step('checked', MINH, { item: 'a', remark: 'rõ' }),
  step('checked', MINH, { item: 'b', remark: '' }),
]
const signed = [...checked, step('signed-outgoing', LAN)]
const who = (account: number, chief = false) => ({ account, outgoing: LAN, chief })
const fault = (
  steps: HandoverStep[],
  account: number,
  act: Parameters<typeof handoverFault>[3],
  chief = false,
) => handoverFault(handoverAfter(steps), ITEMS, who(account, chief), act)

describe('a handover', () => {
  it('is signed by the outgoing once every item was walked through, then by the incoming', () => {
    expect(fault(opened, LAN, 'sign')).toBe('HANDOVER_UNCHECKED')
    expect(fault(checked, LAN, 'sign')).toBeNull()
    expect(fault(checked, MINH, 'sign')).toBe('HANDOVER_NOT_YOURS')
    expect(fault(signed, MINH, 'sign')).toBeNull()
    expect(handoverAfter([...signed, step('signed-incoming', MINH)]).state).toBe('done')
  })
  it('counts what the incoming has seen; what the outgoing says of an item stands beside it', () => {
    const alone = [
      ...opened,
      ...['a', 'b'].map((item) => step('checked', LAN, { item, remark: `về ${item}` })),
    ]
    expect(fault(alone, LAN, 'sign')).toBe('HANDOVER_UNCHECKED')
    const { checked: seen, given } = handoverAfter(alone)
    expect([seen.size, given.get('b')?.remark]).toEqual([0, 'về b'])
    const both = [...checked, step('checked', LAN, { item: 'a', remark: 'EVN hẹn 8 giờ' })]
    expect(fault(both, LAN, 'sign')).toBeNull()
    expect(handoverAfter(both).checked.get('a')).toMatchObject({ by: MINH, remark: 'rõ' })
    expect(handoverAfter(both).given.get('a')).toMatchObject({ by: LAN, remark: 'EVN hẹn 8 giờ' })
  })
  it('is not signed by one person for both, nor by a third', () => {
    expect(fault(signed, LAN, 'sign')).toBe('SAME_PERSON')
    expect(fault(signed, HOA, 'sign')).toBe('HANDOVER_NOT_YOURS')
    const alone = [step('opened', LAN), step('incoming', LAN, { names: LAN })]
    expect(fault(alone, LAN, 'sign')).toBe('SAME_PERSON')
  })
  it('wants somebody named to take over', () => {
    const nobody = [step('opened', LAN)]
    expect(fault(nobody, LAN, 'sign')).toBe('HANDOVER_NO_INCOMING')
    expect(fault(nobody, LAN, 'check')).toBe('HANDOVER_NO_INCOMING')
  })
  it('another incoming has seen nothing yet, and the signature falls', () => {
    const now = handoverAfter([...signed, step('incoming', LAN, { names: HOA })])
    expect([now.state, now.checked.size, now.outgoingSignedAt]).toEqual(['open', 0, null])
  })
  it('is changed after the first signature only when the incoming gives it back', () => {
    expect(fault(signed, MINH, 'check')).toBe('HANDOVER_SIGNED')
    expect(fault(signed, LAN, 'return')).toBe('HANDOVER_NOT_YOURS')
    expect(fault(signed, MINH, 'return')).toBeNull()
    expect(handoverAfter([...signed, step('returned', MINH)]).state).toBe('open')
  })
  it('with nobody there the chief relieves, never the outgoing by himself', () => {
    expect(fault(opened, HOA, 'relieve')).toBe('HANDOVER_NOT_YOURS')
    expect(fault(opened, HOA, 'relieve', true)).toBeNull()
    expect(fault(opened, LAN, 'relieve', true)).toBe('SAME_PERSON')
  })
  it('takes nothing once it has ended', () => {
    for (const end of [step('superseded', LAN), step('signed-incoming', MINH), step('relieved', HOA)])
      expect(fault([...signed, end], MINH, 'sign')).toBe('HANDOVER_CLOSED')
  })
})
