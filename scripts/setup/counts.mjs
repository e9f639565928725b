import { readFileSync } from 'node:fs'

/** Prints "passed failed" of a vitest JSON report: counts.mjs <report> <exit code of vitest>. */
const [path, code] = process.argv.slice(2)
let passed = 0
let failed = 0
try {
  const report = JSON.parse(readFileSync(path, 'utf8'))
  for (const file of report.testResults) {
    const of = (status) => file.assertionResults.filter((test) => test.status === status).length
    passed += of('passed')
    // A file that fails outside its tests (import, hook) is one failure.
    failed += of('failed') || (file.status === 'failed' ? 1 : 0)
  }
} catch {}
if (failed === 0 && code !== '0') failed = 1
if (passed === 0 && failed === 0) failed = 1
process.stdout.write(`${passed} ${failed}\n`)
