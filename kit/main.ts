#!/usr/bin/env node
// Zero dependencies: an agency's engineer runs it with npx from the Centre's own address.
import { askCentre } from './centre.ts'
import type { Finding } from './finding.ts'
import { judge } from './judge.ts'
import { type Options, readOptions, USAGE } from './options.ts'
import { readPayload } from './payload.ts'
import { wordsFor } from './words.ts'

const MARKS = { pass: '✓', advice: '!', fail: '✗' }
const VERDICTS = {
  vi: ['Sẽ được nhận.', 'Chưa được: sửa những điều có dấu ✗ rồi chạy lại.'],
  en: ['Would be taken.', 'Not yet: put right what is marked ✗ and run this again.'],
} as const
const COULD_NOT_CHECK: ReadonlySet<string> = new Set(['CENTRE_AWAY', 'UNREADABLE'])

async function check(options: Options): Promise<Finding[]> {
  const { payload, findings } = await readPayload(options)
  if (!payload || findings.some((f) => f.level === 'fail')) return findings
  const said = await askCentre(options, payload)
  return [...findings, ...('level' in said ? [said] : judge(said))]
}

const options = process.argv.includes('--help') ? USAGE : readOptions(process.argv.slice(2), process.env)
if (typeof options === 'string') {
  console.error(options === USAGE ? USAGE : `${options}\n\n${USAGE}`)
  process.exitCode = options === USAGE ? 0 : 2
} else {
  const findings = await check(options)
  const failed = findings.some((f) => f.level === 'fail')
  process.exitCode = findings.some((f) => COULD_NOT_CHECK.has(f.code)) ? 2 : failed ? 1 : 0
  if (options.json) console.log(JSON.stringify({ taken: !failed, findings }, null, 2))
  else {
    for (const f of findings) console.log(`${MARKS[f.level]} ${wordsFor(f, options.language)}`)
    console.log(`\n${VERDICTS[options.language][failed ? 1 : 0]}`)
  }
}
