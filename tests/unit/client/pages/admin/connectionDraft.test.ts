import { describe, expect, test } from 'vitest'
import {
  contractInput,
  curlExample,
  draftOf,
  EMPTY_SERIES,
  NEW_CONTRACT,
  sampleTime,
  wrongFields,
} from '../../../../../client/pages/admin/connectionDraft.ts'

describe('the form of a contract', () => {
  test('names every field that cannot be sent', () => {
    const draft = { ...NEW_CONTRACT, period: 'daily', grace: '-1', series: [{ ...EMPTY_SERIES, low: 'x' }] }
    expect(wrongFields(draft)).toEqual(['period', 'grace', 'series.0.indicator', 'series.0.low'])
    expect(wrongFields(NEW_CONTRACT)).toEqual([])
  })
  test('leaves out what was left empty', () => {
    const draft = { ...NEW_CONTRACT, series: [{ ...EMPTY_SERIES, indicator: 'KTTH-01', high: '12,5' }] }
    expect(contractInput(draft)).toEqual({
      times: { period: 'P1D', graceSeconds: 3600, expirySeconds: 259200, hours: null },
      series: [{ indicator: 'KTTH-01', max: 12.5 }],
    })
  })
  test('comes back as it was sent', () => {
    const series = [{ indicator: 'A', units: ['01', '22'], measure: '%', min: 0, max: 100 }]
    const contact = { name: 'Nguyễn Thị Minh', phone: '024 1234 5678', email: 'minh@example.gov.vn' }
    const hours = [{ days: [1, 2], from: '09:00', to: '15:00', holidays: 'closed' as const }]
    const deadlines = {
      commune: { days: 2, working: true, at: '11:30' },
      central: { days: 25, working: false, at: '17:00' },
    }
    const times = { ...contractInput(NEW_CONTRACT).times, hours, deadlines }
    const escalation = { owner: 0, duty: 90, propose: 3_600 }
    const sent = { times, series, escalation, twoPersons: true, contact, legalBasis: 'TT 05/2025, biểu 01' }
    expect(contractInput(draftOf({ ...sent, version: 1, note: null }))).toEqual(sent)
    const province = { days: '5', working: true, at: '25:00' }
    const wrong = { ...NEW_CONTRACT, deadlines: { ...NEW_CONTRACT.deadlines, province } }
    expect(wrongFields(wrong)).toEqual(['deadline.province'])
    expect(wrongFields({ ...NEW_CONTRACT, contactPhone: '024' })).toEqual(['contactName'])
  })
})

describe('the sample row', () => {
  const now = Date.parse('2026-01-10T09:00:00+07:00')
  test('is about a period that is over', () => {
    expect(sampleTime('daily', now)).toEqual({ period: '2026-01-09' })
    expect(sampleTime('monthly', now)).toEqual({ period: '2025-12' })
    expect(sampleTime('quarterly', now)).toEqual({ period: '2025-Q4' })
    expect(sampleTime('yearly', now)).toEqual({ period: '2025' })
    expect(sampleTime('weekly', now)).toEqual({ period: '2026-W01' })
    expect(sampleTime('realtime', now)).toEqual({ at: '2026-01-10T09:00:00+07:00' })
  })
  test('makes a command that carries the key and one observation', () => {
    const command = curlExample('https://x', 'C', 'secret', {
      indicator: 'A',
      unit: 'VN',
      period: '2025',
      value: 1,
    })
    expect(command).toContain('https://x/api/connections/C/observations')
    expect(command).toContain('Bearer secret')
    expect(command).toContain('{"observations":[{"indicator":"A","unit":"VN","period":"2025","value":1}]}')
  })
})
