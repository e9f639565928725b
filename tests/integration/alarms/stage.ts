import { expect } from 'vitest'
import type {
  AlarmCondition,
  AlarmDetail,
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
