import { parseArgs } from 'node:util'

export type Language = 'vi' | 'en'
export type Options = {
  /** A file's path, an http(s) address of one's own system, or '-' for what is piped in. */
  source: string
  /** Address of the Centre's server. */
  centre: string
  connection: string
  key: string
  /** Headers for one's own system. */
  headers: Record<string, string>
  /** Ending that says how the payload is read; null = by the file's own or the answer's type. */
  format: string | null
  language: Language
  json: boolean
}

export const USAGE = `trong-dong-check <file | http(s)://… | -> --centre https://… --connection ID [--key KEY]

  Hỏi Trung tâm xem dữ liệu này có được nhận không. Không ghi gì.
  Asks the Centre whether this data would be taken. Writes nothing.

  --centre URL       địa chỉ Trung tâm · the Centre's address (TD_CENTRE)
  --connection ID    mã kết nối · the connection (TD_CONNECTION)
  --key KEY          khóa kết nối; nên đặt trong TD_KEY · the connection's key; better in TD_KEY
  --format ENDING    json ndjson csv xlsx geojson xml px; mặc định theo tên tệp · by the name unless given
  --header 'A: b'    tiêu đề gửi tới hệ thống của mình · a header for your own system (repeatable)
  --lang vi|en       ngôn ngữ · language
  --json             kết quả cho máy đọc · the result for a machine

  0 = được nhận · would be taken, 1 = chưa · not yet, 2 = không kiểm tra được · could not be checked`

/** What was asked for, or what is wrong with it. */
export function readOptions(words: string[], env: NodeJS.ProcessEnv): Options | string {
  let parsed: ReturnType<typeof parse>
  try {
    parsed = parse(words)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  const { values, positionals } = parsed
  const [source, ...more] = positionals
  if (source === undefined || more.length) return 'one source is expected: a file, an address or -'
  const centre = values.centre ?? env.TD_CENTRE
  if (!centre || !URL.canParse(centre) || !/^https?:$/.test(new URL(centre).protocol))
    return '--centre: an http(s) address is expected'
  const connection = values.connection ?? env.TD_CONNECTION
  if (!connection) return '--connection is missing'
  const key = values.key ?? env.TD_KEY
  if (!key) return '--key or TD_KEY is missing'
  const language = values.lang ?? 'vi'
  if (language !== 'vi' && language !== 'en') return '--lang: vi or en'
  const headers: Record<string, string> = {}
  for (const line of values.header ?? []) {
    const [, name, value] = /^([\w!#$%&'*+.^`|~-]+):\s*(.*)$/.exec(line) ?? []
    if (name === undefined || value === undefined) return `--header '${line}': 'Name: value' is expected`
    headers[name] = value
  }
  return {
    source,
    centre,
    connection,
    key,
    headers,
    format: values.format ?? null,
    language,
    json: values.json ?? false,
  }
}

const parse = (args: string[]) =>
  parseArgs({
    args,
    allowPositionals: true,
    options: {
      centre: { type: 'string' },
      connection: { type: 'string' },
      key: { type: 'string' },
      format: { type: 'string' },
      header: { type: 'string', multiple: true },
      lang: { type: 'string' },
      json: { type: 'boolean' },
    },
  })
