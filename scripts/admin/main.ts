// The administrator's commands: what the page does, from a shell, by the same routes.
import { COMMANDS } from './commands.ts'
import { Refused, Server } from './server.ts'

function help(): void {
  console.log('npm run admin -- COMMAND …   (TD_TOKEN = a personal token, TD_URL = http://localhost:8080)\n')
  for (const [name, { usage, about }] of Object.entries(COMMANDS))
    console.log(`  ${name} ${usage}\n      ${about}`)
}

/** `--name value` and `--flag`; everything else is a word. */
function read(all: string[]): { words: string[]; options: Map<string, string> } {
  const words: string[] = []
  const options = new Map<string, string>()
  for (let i = 0; i < all.length; i++) {
    const text = all[i] ?? ''
    if (!text.startsWith('--')) words.push(text)
    else {
      const next = all[i + 1]
      const takes = next !== undefined && !next.startsWith('--')
      options.set(text.slice(2), takes ? next : '')
      if (takes) i++
    }
  }
  return { words, options }
}

const { words, options } = read(process.argv.slice(2))
const [first = '', second = '', ...rest] = words
const command = COMMANDS[`${first} ${second}`]
if (!command) {
  help()
  process.exitCode = first && !options.has('help') ? 1 : 0
} else
  try {
    const answer = await command.run(() => new Server(process.env), {
      words: rest,
      option: (name) => options.get(name),
    })
    console.log(JSON.stringify(answer, null, 2))
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
