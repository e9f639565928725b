import type { FastifyInstance } from 'fastify'
import type { Role } from '../../../shared/vocabulary.ts'

export type DemonstrationAccount = {
  username: string
  password: string
  displayName: string
  role: Role
  unit: string
}

const account = (username: string, displayName: string, role: Role, unit = 'VN'): DemonstrationAccount => ({
  username,
  // Known on purpose, and only here: the demonstration listens on this machine alone unless told otherwise.
  password: `trong-dong-${username}`,
  displayName,
  role,
  unit,
})

export const ACCOUNTS: DemonstrationAccount[] = [
  account('quantri', 'Quản trị hệ thống', 'administrator'),
  account('lanhdao', 'Lãnh đạo điều hành', 'leader'),
  account('truc', 'Cán bộ trực', 'duty'),
  account('quangninh', 'Trực ban UBND tỉnh Quảng Ninh', 'agency', '22'),
  account('quangninh2', 'Văn phòng UBND tỉnh Quảng Ninh', 'agency', '22'),
  account('phantich', 'Chuyên viên phân tích', 'analyst'),
  account('kiemtoan', 'Kiểm toán viên', 'auditor'),
]

/** The rest of the watch: three crews of four, the first officer above among them. */
export const WATCH: DemonstrationAccount[] = [
  ...ACCOUNTS.filter((a) => a.role === 'duty'),
  ...Array.from({ length: 11 }, (_, i) => account(`truc${i + 2}`, `Cán bộ trực ${i + 2}`, 'duty')),
]

/** Creates those of the accounts that are not there yet. A password that a person has changed stays as it is. */
export async function ensureAccounts(
  app: FastifyInstance,
  accounts: readonly DemonstrationAccount[],
): Promise<void> {
  const { rows } = await app.db.pool.query<{ username: string }>('select username from account')
  const known = new Set(rows.map((r) => r.username))
  const missing = accounts.filter((a) => !known.has(a.username))
  // Hashing a password is slow on purpose: all at once.
  await Promise.all(missing.map((a) => app.access.createAccount({ ...a, unitCode: a.unit })))
}
