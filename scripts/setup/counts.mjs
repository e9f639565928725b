import { readFileSync } from 'node:fs'
import { relative } from 'node:path'

/**
 * Says what a vitest JSON report holds: counts.mjs <report> <exit code of vitest>. First line: "passed failed". Then
 * each failure by its file and name, with the first lines of its message: what a log that is read from its end,
 * or was cut, must still tell.
 */
const MESSAGE_LINES = 6
const [path, code] = process.argv.slice(2)
let passed = 0
let failed = 0
const failures = []

const told = (file, name, message = '') => {
  const lines = message.split('\n').filter((line) => line.trim() !== '')
  failures.push(
    `${relative(process.cwd(), file)} > ${name}`,
    ...lines.slice(0, MESSAGE_LINES).map((line) => `    ${line}`),
  )
}

try {
  const report = JSON.parse(readFileSync(path, 'utf8'))
  for (const file of report.testResults) {
    const bad = file.assertionResults.filter((test) => test.status === 'failed')
    passed += file.assertionResults.filter((test) => test.status === 'passed').length
    failed += bad.length
    for (const test of bad) told(file.name, test.fullName, test.failureMessages?.[0])
    // A file that fails outside its tests (import, hook) is one failure.
    if (file.status === 'failed' && bad.length === 0) {
      failed += 1
      told(file.name, 'outside its tests', file.message)
    }
  }
} catch (error) {
  told(path, 'the report cannot be read', error.message)
}
if (failed === 0 && code !== '0') {
  failed = 1
  told(
    path,
    `vitest ended with ${code} though no test failed: an error outside all tests, or it ran out of time`,
  )
}
if (passed === 0 && failed === 0) failed = 1
process.stdout.write([`${passed} ${failed}`, ...failures, ''].join('\n'))
