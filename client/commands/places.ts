import { usePages } from '../ui/Shell.tsx'

/** G and then this letter leads to the page. */
const LETTERS: Record<string, string> = {
  '/desk': 'd',
  '/data': 's',
  '/alerts': 'c',
  '/alarms': 'a',
  '/directives': 'n',
  '/sessions': 'p',
  '/log': 'l',
  '/handover': 'b',
  '/roster': 't',
  '/stages': 'o',
  '/screens': 'm',
  '/scenes': 'k',
  '/checks': 'x',
  '/coverage': 'f',
  '/quarantine': 'q',
  '/entry': 'e',
  '/import': 'i',
  '/admin': 'r',
}

export type Place = { to: string; name: string; letter: string | null }
/** Every page that this person may go to. */
export function usePlaces(): Place[] {
  return usePages().map(([to, name]) => ({ to, name, letter: LETTERS[to] ?? null }))
}
