import { expect } from 'vitest'
import type { DisputeView, RuleInput, RuleView } from '../../../shared/api/checks.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import type { TestServer } from '../../harness/server.ts'

export const ruleOf = (check: RuleInput['check'], more: Partial<RuleInput> = {}): RuleInput => ({
  name: { vi: 'Phép thử', en: 'A check' },
  check,
  units: 'nation',
  tolerance: {},
  severity: 'serious',
  owner: null,
  enabled: true,
  ...more,
})

export async function write(as: Client, code: string, rule: RuleInput): Promise<RuleView> {
  const { status, body } = await as.post<RuleView>('/api/checks/rules', { code, rule })
  expect(body).toMatchObject({ code })
  expect(status).toBe(201)
  return body
}

/** Everything that was to be judged has been. */
export const judged = (server: TestServer) =>
  eventually(() => expect(server.app.checks.engine.busy).toBe(false))

export const disputes = async (as: Client, query = '') =>
  (await as.get<DisputeView[]>(`/api/checks/disputes${query}`)).body
