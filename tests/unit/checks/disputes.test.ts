import { expect, test } from 'vitest'
import { Disputes } from '../../../server/checks/disputes.ts'

test('one step of a dispute is written at a time, and others may go on', () => {
  const disputes = new Disputes(() => {})
  const release = disputes.claim('7')
  expect(release).not.toBeNull()
  expect(disputes.claim('7')).toBeNull()
  expect(disputes.claim('8')).not.toBeNull()
  release?.()
  expect(disputes.claim('7')).not.toBeNull()
})
