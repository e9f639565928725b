import { expect, it } from 'vitest'
import { keycaps, strokeOf } from '../../../../client/commands/keys.ts'

const press = (key: string, more: Partial<KeyboardEvent> = {}) =>
  strokeOf({ ...{ key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }, ...more })

it('a stroke is what was pressed, however the keyboard makes it', () => {
  expect(press('j')).toBe('j')
  expect(press('J', { shiftKey: true })).toBe('shift+j')
  expect(press('?', { shiftKey: true })).toBe('?')
  expect(press('k', { ctrlKey: true })).toBe('mod+k')
  expect(press('k', { metaKey: true })).toBe('mod+k')
  expect(press('F6', { shiftKey: true })).toBe('shift+f6')
  expect(press('Escape')).toBe('esc')
  expect(press('ArrowDown')).toBe('down')
  expect(press('Control', { ctrlKey: true })).toBe('')
})
it('a Vietnamese input method does not take the keys away', () => {
  expect(press('Process', { code: 'KeyD' })).toBe('d')
})
it('is written as the caps of the keyboard', () => {
  expect([keycaps('mod+k'), keycaps('g d'), keycaps('shift+f6')]).toEqual([
    ['Ctrl', 'K'],
    ['G', 'D'],
    ['⇧', 'F6'],
  ])
})
