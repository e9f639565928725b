// A directive by keyboard alone, at a human's rate: node tests/soak/directive.ts [words a minute]
// The leader sits in a session with Quảng Ninh before them, in a real browser over the demonstration's own numbers, and
// types by Telex (â is "aa", ế is "ees"): a word is five strokes. Prints strokes, the time from the first key to "given",
// and what of it is not typing. Ends with 1 when one takes 15 s or more.
import { setTimeout as pause } from 'node:timers/promises'
import type { CreatedSession } from '../../shared/api/bridge.ts'
import type { DirectiveView } from '../../shared/api/directives.ts'
import { demonstration, middle } from './demo.ts'

const rate = Number(process.argv[2] ?? 40)
const STROKE_MS = 60_000 / (rate * 5)
const SAID = [
  'Giải ngân trên 95% thứ sáu',
  'Sơ tán vùng trũng trước 18 giờ',
  'Khẩn: kiểm tra đê, báo cáo 15/12',
]
const MARKS = /[\u0300\u0301\u0303\u0309\u0323]/g

/** Keys that Telex takes for one letter. */
function strokes(letter: string): number {
  const bare = letter.normalize('NFD')
  const tones = bare.match(MARKS)?.length ?? 0
  const base = bare.replace(MARKS, '').normalize('NFC')
  return (/[âêôăơưđ]/i.test(base) ? 2 : 1) + tones
}

const demo = await demonstration()
const { leader } = demo
const { body: made } = await leader.post<CreatedSession>('/api/bridge', { title: 'Giao việc', units: ['22'] })
const page = await demo.open(leader)
await page.goto(`${demo.url}/session/${made.session.id}`)
await page.waitForSelector('[data-numbers="22"] [data-row]')
await page.waitForSelector('[data-owes]')
const given = async () =>
  (await leader.get<DirectiveView[]>(`/api/directives?which=all&session=${made.session.id}`)).body

const all: number[] = []
for (const [n, text] of SAID.entries()) {
  const pressed = [...text].reduce((sum, letter) => sum + strokes(letter), 0)
  const from = performance.now()
  await page.keyboard.press('F4')
  await page.waitForFunction(() => document.activeElement?.matches('[data-form="directive"] [name="text"]'))
  const open = performance.now()
  for (const letter of text) {
    await pause(strokes(letter) * STROKE_MS)
    await page.keyboard.insertText(letter)
  }
  await pause(2 * STROKE_MS)
  const typed = performance.now()
  await page.keyboard.press('Control+Enter')
  await page.waitForSelector(`[data-owes] [data-directive]:has-text("${text}")`)
  const done = performance.now()
  const [d] = (await given()).sort((a, b) => b.id - a.id)
  const seconds = (done - from) / 1_000
  all.push(seconds)
  console.log(
    `${n + 1}. “${text}”: ${pressed + 3} keys, ${seconds.toFixed(1)} s to given; the form itself ${Math.round(open - from)} ms to open, ${Math.round(done - typed)} ms to give`,
  )
  const aim = d?.watch ? `${d.watch.indicator} ${d.watch.comparator} ${d.watch.value}` : 'no number'
  console.log(`   deadline ${d ? new Date(d.due).toISOString() : '?'}, ${d?.priority}, ${aim}`)
}
console.log(
  `${rate} words a minute: median ${middle(all).toFixed(1)} s, longest ${Math.max(...all).toFixed(1)} s`,
)
await demo.stop()
process.exit(Math.max(...all) >= 15 ? 1 : 0)
