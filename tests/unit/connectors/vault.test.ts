import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Vault } from '../../../server/intake/connectors/vault.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'td-vault-'))
})
afterAll(() => rm(folder, { recursive: true }))

it('opens what it sealed, after a restart too, in its place alone', async () => {
  const sealed = (await Vault.open(folder)).seal('mật khẩu', 'A/x')
  const again = await Vault.open(folder)
  expect(again.unseal(sealed, 'A/x')).toBe('mật khẩu')
  expect(again.unseal(sealed, 'B/x')).toBeNull()
  expect(sealed.includes('mật khẩu')).toBe(false)
})

it('opens nothing that was changed, cut or sealed with another key', async () => {
  const vault = await Vault.open(folder)
  const sealed = vault.seal('secret', 'A/x')
  for (let i = 0; i < sealed.length; i++) {
    const changed = Buffer.from(sealed)
    changed[i] = (changed[i] ?? 0) ^ 1
    expect(vault.unseal(changed, 'A/x')).toBeNull()
  }
  expect(vault.unseal(sealed.subarray(0, 10), 'A/x')).toBeNull()
})

it('says what to do when its key is broken', async () => {
  const broken = await mkdtemp(join(tmpdir(), 'td-vault-'))
  await writeFile(join(broken, 'connector.key'), 'short')
  await expect(Vault.open(broken)).rejects.toThrow('put back its copy')
  await rm(broken, { recursive: true })
})
