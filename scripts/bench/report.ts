import type { Context, Figure } from './part.ts'

const out = (line: string) => process.stdout.write(`${line}\n`)
const WHAT = 60

/** Three figures that mean something, and no more. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return '–'
  const size = Math.abs(value)
  return value.toLocaleString('en-US', { maximumFractionDigits: size >= 100 ? 0 : size >= 10 ? 1 : 2 })
}

function line(f: Figure): string {
  const parts = [f.what.padEnd(WHAT), `${short(f.value)} ${f.unit}`.padStart(16)]
  if (f.rivalValue !== undefined) parts.push(`${f.rival} ${short(f.rivalValue)}`.padStart(28))
  if (f.ratio !== undefined) parts.push(`× ${f.ratio.toFixed(2)}`.padStart(8))
  if (f.goal !== undefined)
    parts.push(` ${f.reached === undefined ? '' : f.reached ? '✓ ' : '✗ '}goal: ${f.goal}`)
  return `  ${parts.join(' ')}`
}

/** Prints the figures of one part as they come: a table for people, or one JSON object a line. */
export function reporter(part: string, about: string, full: boolean, json: boolean): Context {
  let said = ''
  if (!json) out(`\n${part}: ${about}`)
  const under = (name: string) => {
    if (name !== said && !json) out(` ${name}`)
    said = name
  }
  return {
    full,
    figure(given) {
      const { rivalValue, value } = given
      const ratio = rivalValue === undefined ? {} : { ratio: value / rivalValue }
      const figure: Figure = { part, ...given, ...ratio }
      under(figure.case)
      out(json ? JSON.stringify(figure) : line(figure))
    },
    absent(what, why) {
      out(json ? JSON.stringify({ part, what, absent: why }) : `  ${what.padEnd(WHAT)} absent: ${why}`)
    },
    say: (text) => void process.stderr.write(`  … ${text}\n`),
  }
}
