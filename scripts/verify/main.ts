// Holds every stored message, kept screen and evidence file against the hash it came with; with or without a running server on the same data folder.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { readConfig } from '../../server/config.ts'
import { runningEmbedded, startEmbedded } from '../../server/db/embedded/index.ts'
import { lockDataDir } from '../../server/db/lock.ts'
import { verifyDirectives } from '../../server/directives/index.ts'
import { verifyMessages } from '../../server/intake/index.ts'

/** A line of progress this often, in messages. */
const EVERY = 100_000
const quiet = {
  info: () => {},
  warn: (m: string) => console.error(m),
  error: (m: string) => console.error(m),
}

/** The database of these settings, and how to leave it. */
async function open(): Promise<{ where: pg.PoolConfig; leave(): Promise<void> }> {
  const { databaseUrl, dataDir } = readConfig(process.env, false)
  if (databaseUrl) return { where: { connectionString: databaseUrl }, leave: async () => {} }
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const folder = join(dataDir, 'postgres')
  let unlock: () => Promise<void>
  try {
    unlock = await lockDataDir(dataDir)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'DATA_DIR_IN_USE')) throw error
    return { where: runningEmbedded(folder), leave: async () => {} }
  }
  const own = await startEmbedded({ dataDir: folder, log: quiet })
  return {
    where: own.connection,
    leave: async () => {
      await own.stop()
      await unlock()
    },
  }
}

const { where, leave } = await open()
const pool = new pg.Pool({
  ...where,
  max: 1,
  application_name: 'trong-dong-verify',
  options: '-c default_transaction_read_only=on',
})
try {
  let told = 0
  const { messages, bytes, broken } = await verifyMessages(pool, (n) => {
    if (n - told < EVERY) return
    told = n
    console.error(`  ${n} messages`)
  })
  for (const b of broken)
    console.log(`message ${b.id} of ${b.connection}, received ${b.receivedAt.toISOString()}: ${b.problem}`)
  console.log(
    `${messages} messages, ${bytes} bytes: ${broken.length ? `${broken.length} DIFFER` : 'all intact'}`,
  )
  if (broken.length) process.exitCode = 1
  const kept = await verifyDirectives(pool)
  for (const b of kept.broken) console.log(`directive ${b.kind} ${b.id}: does not fit its hash`)
  console.log(
    `${kept.snapshots} kept screens, ${kept.files} evidence files: ${kept.broken.length ? `${kept.broken.length} DIFFER` : 'all intact'}`,
  )
  if (kept.broken.length) process.exitCode = 1
} catch (error) {
  if (!(error instanceof Error && 'code' in error && error.code === '42P01')) throw error
  console.log('0 messages: this database holds none yet')
} finally {
  await pool.end()
  await leave()
}
