#!/usr/bin/env node
// Runs on node 20 with nothing installed: sets up what is missing, then starts the product's own node.
import { stopWithParent } from './setup/parent.mjs'
import { checkNode, say } from './setup/say.mjs'

checkNode()
// Only below npm: started by hand in the background it outlives its shell.
if (process.env.npm_lifecycle_event) stopWithParent()

const COMMANDS = {
  start: 'the server with the demonstration',
  serve: 'the server without the demonstration',
  test: 'all tests (further words go to vitest)',
  build: 'the client, into dist/',
  check: 'format, lint and types',
  bench: 'measurements',
  verify: 'every stored message against its hash',
  admin: "the administrator's commands",
}
const [command = 'start', ...words] = process.argv.slice(2)
if (!(command in COMMANDS)) {
  say(`unknown command "${command}". There are:`)
  for (const [name, text] of Object.entries(COMMANDS)) say(`  ${name.padEnd(6)} ${text}`)
  process.exit(2)
}

const { install } = await import('./setup/install.mjs')
const { ROOT } = await import('./setup/run.mjs')

await install()
const { commands } = await import('./setup/commands.mjs')
process.chdir(ROOT)
process.exitCode = await commands[command](words)
