import { readFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { type Problem, parseCatalogue, readCatalogueDir } from '../../server/catalogue/load/index.ts'
import { Refused, type Server } from './server.ts'

/** What a command is given: words after its name, and options. */
export type Given = { words: string[]; option(name: string): string | undefined }
export type Command = {
  usage: string
  about: string
  run(server: () => Server, given: Given): Promise<unknown>
}

function need(given: Given, name: string): string {
  const value = given.option(name)
  if (value === undefined) throw new Refused(`--${name} is missing`)
  return value
}
function word(given: Given, what: string): string {
  const [value] = given.words
  if (value === undefined) throw new Refused(`${what} is missing`)
  return value
}
/** A password given in TD_PASSWORD shows in no process list and no shell history. */
const passwordOf = (given: Given) => given.option('password') || process.env.TD_PASSWORD
const idOf = (given: Given) => encodeURIComponent(word(given, 'the id'))

function contract(given: Given) {
  const units = given.option('unit')?.split(',')
  const bounds = {
    ...(given.option('min') === undefined ? {} : { min: Number(given.option('min')) }),
    ...(given.option('max') === undefined ? {} : { max: Number(given.option('max')) }),
    ...(given.option('measure') === undefined ? {} : { measure: given.option('measure') }),
  }
  return {
    times: {
      period: need(given, 'period'),
      graceSeconds: Number(need(given, 'grace')),
      expirySeconds: Number(need(given, 'expiry')),
      hours: given.option('hours') ? JSON.parse(given.option('hours') ?? 'null') : null,
    },
    series: (given.option('indicator')?.split(',') ?? []).map((indicator) => ({
      indicator,
      ...(units ? { units } : {}),
      ...bounds,
    })),
  }
}

const line = (p: Problem) =>
  `${p.file}:${p.line} ${p.column ? `column ${p.column} ` : ''}${p.code}: ${p.message.en} (${p.message.vi})${p.value ? ` "${p.value}"` : ''}`
function refuseProblems(problems: Problem[]): void {
  if (problems.length)
    throw new Refused(`${problems.map(line).join('\n')}\n${problems.length} problems; nothing was written`)
}

export const COMMANDS: Record<string, Command> = {
  'connections list': {
    usage: '',
    about: 'every connection with its contract',
    run: (server) => server().get('/api/connections'),
  },
  'connections create': {
    usage:
      '--id ID --agency CODE --name-vi NAME --name-en NAME --connector http-push|mqtt|file --period PT1M --grace SECONDS --expiry SECONDS [--indicator CODE,…] [--unit CODE,…] [--measure M] [--min N] [--max N] [--hours JSON] [--simulated]',
    about: 'agree a connection; its key is printed once',
    run: (server, given) =>
      server().post('/api/connections', {
        id: given.option('id'),
        agencyCode: need(given, 'agency'),
        name: { vi: need(given, 'name-vi'), en: need(given, 'name-en') },
        connector: given.option('connector') ?? 'http-push',
        simulated: given.option('simulated') !== undefined,
        contract: contract(given),
      }),
  },
  'connections contract': {
    usage: 'ID --period … --grace … --expiry … [--indicator …] [--unit …]',
    about: 'a new version of the contract',
    run: (server, given) => server().post(`/api/connections/${idOf(given)}/contract`, contract(given)),
  },
  'connections rekey': {
    usage: 'ID',
    about: 'a new key, printed once; the old one ends',
    run: (server, given) => server().post(`/api/connections/${idOf(given)}/rekey`),
  },
  'connections disable': {
    usage: 'ID',
    about: 'refuse what it sends',
    run: (server, given) => server().post(`/api/connections/${idOf(given)}/disable`),
  },
  'connections enable': {
    usage: 'ID',
    about: 'take it in again',
    run: (server, given) => server().post(`/api/connections/${idOf(given)}/enable`),
  },
  'accounts list': { usage: '', about: 'every account', run: (server) => server().get('/api/accounts') },
  'accounts create': {
    usage: '--username NAME --display-name TEXT --role ROLE --unit CODE [--password TEXT, else TD_PASSWORD]',
    about: 'an account; its owner must change the password',
    run: (server, given) =>
      server().post('/api/accounts', {
        username: need(given, 'username'),
        displayName: need(given, 'display-name'),
        role: need(given, 'role'),
        unit: need(given, 'unit'),
        password: passwordOf(given) ?? need(given, 'password'),
      }),
  },
  'accounts change': {
    usage: 'ID [--role ROLE] [--unit CODE] [--password [TEXT, else TD_PASSWORD]] [--enabled true|false]',
    about: 'change, disable or reset an account',
    run: (server, given) => {
      const enabled = given.option('enabled')
      return server().patch(`/api/accounts/${idOf(given)}`, {
        role: given.option('role'),
        unit: given.option('unit'),
        password: given.option('password') === undefined ? undefined : passwordOf(given),
        ...(enabled === undefined ? {} : { enabled: enabled === 'true' }),
      })
    },
  },
  'screens list': { usage: '', about: 'every screen', run: (server) => server().get('/api/screens') },
  'screens approve': {
    usage: 'CODE --name NAME',
    about: 'let in the screen that shows this code',
    run: (server, given) =>
      server().post('/api/screens/approve', { code: word(given, 'the code'), name: need(given, 'name') }),
  },
  'screens revoke': {
    usage: 'ID',
    about: 'shut a screen out at once',
    run: (server, given) => server().post(`/api/screens/${idOf(given)}/revoke`),
  },
  'catalogue check': {
    usage: 'FOLDER',
    about: 'say exactly what is wrong with a catalogue; needs no server',
    run: async (_, given) => {
      const parsed = parseCatalogue(await readCatalogueDir(resolve(word(given, 'the folder'))))
      refuseProblems('problems' in parsed ? parsed.problems : [])
      return { valid: true }
    },
  },
  'catalogue import': {
    usage: 'FOLDER',
    about: 'validate a catalogue and load it into the running server',
    run: async (server, given) => {
      const files = Object.fromEntries(await readCatalogueDir(resolve(word(given, 'the folder'))))
      const { problems } = await server().post<{ problems: Problem[] }>('/api/catalogue', { files })
      refuseProblems(problems)
      return { imported: true }
    },
  },
  'files preview': {
    usage: 'FILE [--agency CODE] [--connection ID] [--mapping JSON]',
    about: 'what is recognised in a file and what would be refused; writes nothing',
    run: (server, given) => file(server(), given, 'preview'),
  },
  'files import': {
    usage: 'FILE [--agency CODE] [--connection ID] [--mapping JSON]',
    about: 'take in a CSV, XLSX or JSON-stat file',
    run: (server, given) => file(server(), given, 'import'),
  },
  'audit verify': {
    usage: '',
    about: 'walk the audit chain; names the first entry that does not fit',
    run: async (server) => {
      const found = await server().get<{ entries: number; broken: number; firstBroken: string | null }>(
        '/api/audit/verify',
      )
      if (found.firstBroken !== null)
        throw new Refused(
          `the audit chain is broken at ${found.broken} of ${found.entries} entries, first at ${found.firstBroken}`,
        )
      return found
    },
  },
}

async function file(server: Server, given: Given, what: 'preview' | 'import'): Promise<unknown> {
  const path = resolve(word(given, 'the file'))
  const form = new FormData()
  for (const name of ['agency', 'connection', 'mapping'] as const) {
    const value = given.option(name)
    if (value !== undefined) form.set(name, value)
  }
  form.set('file', new Blob([await readFile(path)]), basename(path))
  return server.send('POST', `/api/files/${what}`, form)
}
