import { expect } from 'vitest'
import type {
  AlarmCondition,
  AlarmDetail,
  AlarmLadderInput,
  AlarmLadderView,
  AlarmRuleInput,
  AlarmRuleView,
  AlarmView,
} from '../../../shared/api/alarms.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'

/** The country's load above 50 GW. */
export const BOUND: Extract<AlarmCondition, { kind: 'value' }> = {
  ...{ kind: 'value', indicator: 'KTN-02', units: ['VN'], comparator: '>', value: 50_000, deadband: 500 },
  perUnit: [],
}
export const RULE: AlarmRuleInput = {
  name: { vi: 'Phụ tải cao', en: 'High load' },
  ...{ enabled: true, severity: 'critical', holdSeconds: 0, clearSeconds: 0, needsPerson: true },
  ...{ onWall: true, ladder: null },
  condition: BOUND,
}

export async function addRule(who: Client, code: string, rule: Partial<AlarmRuleInput> = {}) {
  const made = await who.post<AlarmRuleView>('/api/alarm-rules', { code, rule: { ...RULE, ...rule } })
  expect([made.status, made.body]).toMatchObject([201, { code, version: 1 }])
  return made.body
}
/** The next version of a rule, whichever it stands in. */
export async function changeRule(who: Client, id: number | undefined, rule: Partial<AlarmRuleInput>) {
  const { body } = await who.get<AlarmRuleView[]>('/api/alarm-rules')
  const after = body.find((r) => r.id === id)?.version
  return who.send<AlarmRuleView>('PUT', `/api/alarm-rules/${id}`, { ...rule, after })
}
/** A ladder, or the next version of it. */
export async function writeLadder(
  who: Client,
  code: string,
  ladder: { name: AlarmLadderInput['name']; rungs: readonly object[] },
) {
  const { body } = await who.get<AlarmLadderView[]>('/api/alarm-ladders')
  const after = body.find((l) => l.code === code)?.version ?? 0
  return who.send<AlarmLadderView[]>('PUT', `/api/alarm-ladders/${code}`, { ...ladder, after })
}
export const open = async (who: Client) => (await who.get<AlarmView[]>('/api/alarms?limit=500')).body
export const openOf = async (who: Client, rule: string) => (await open(who)).filter((a) => a.rule === rule)
export const detail = async (who: Client, id: number) =>
  (await who.get<AlarmDetail>(`/api/alarms/${id}`)).body
export const kinds = (d: AlarmDetail) => d.steps.map((s) => s.kind)
/** The open alarm of a rule, once it is there. */
export const raised = (who: Client, rule: string) =>
  eventually(async () => {
    const found = (await open(who)).find((a) => a.rule === rule)
    if (!found) throw new Error(`${rule} is not raised`)
    return found
  })
/** The load of the country now. */
export const loadNow = (value: number) => ({
  observations: [{ indicator: 'KTN-02', unit: 'VN', at: new Date().toISOString(), value }],
})
