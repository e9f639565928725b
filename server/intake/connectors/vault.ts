import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const FILE = 'connector.key'
const NONCE = 12
const TAG = 16

/** Seals the other side's passwords (AES-256-GCM) with a key that only the data folder holds. */
export class Vault {
  readonly #key: Buffer
  private constructor(key: Buffer) {
    this.#key = key
  }

  /** Makes the key file (mode 0600) when there is none. Throws when it is there and is not 32 bytes. */
  static async open(dataDir: string): Promise<Vault> {
    const path = join(dataDir, FILE)
    await writeFile(path, randomBytes(32), { mode: 0o600, flag: 'wx' }).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    })
    const key = await readFile(path)
    if (key.length !== 32)
      throw new Error(`${path} is broken: put back its copy, or remove it and enter all secrets again`)
    return new Vault(key)
  }

  /** `place` ties the secret to where it is kept: moved elsewhere it does not open. */
  seal(text: string, place: string): Buffer {
    const nonce = randomBytes(NONCE)
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(Buffer.from(place))
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    return Buffer.concat([nonce, cipher.getAuthTag(), body])
  }

  /** Null when it was sealed with another key, for another place, or was changed. */
  unseal(sealed: Buffer, place: string): string | null {
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#key, sealed.subarray(0, NONCE), {
        authTagLength: TAG,
      })
        .setAAD(Buffer.from(place))
        .setAuthTag(sealed.subarray(NONCE, NONCE + TAG))
      return Buffer.concat([decipher.update(sealed.subarray(NONCE + TAG)), decipher.final()]).toString('utf8')
    } catch {
      return null
    }
  }
}
