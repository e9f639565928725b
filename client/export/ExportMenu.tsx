import { Menu } from '@base-ui/react/menu'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sheetName } from '../../shared/world.ts'
import { serverNow, useClock, viewNow } from '../live/index.ts'
import { pageWorld } from '../world/index.ts'
import { csvOf } from './csv.ts'
import styles from './export.module.css'
import { jsonStatOf } from './jsonStat.ts'
import { pictureOf } from './picture/compose.ts'
import { save } from './save.ts'
import { type About, aboutLines, fileName, type Sheet, type Word } from './sheet.ts'
import { momentIn } from './times.ts'
import { xlsxOf } from './xlsx.ts'

export type FileLink = { label: string; href: string }
type Kind = 'csv' | 'xlsx' | 'json-stat' | 'png'
type Props = {
  /** What is exported, for those who hear the button only: 'Bảng', 'Bản đồ'. */
  of: string
  /** Asked when a file is wanted: it holds what is on screen then. */
  about(): Omit<About, 'clock'>
  sheet(): Sheet
  /** The part of the page that a picture shows. */
  picture(): HTMLElement | null
  /** Files of the server's own, with the same filter and clock. */
  links?: readonly FileLink[]
}
/** The page's address without its fragment, which may carry a token. */
const address = () => location.href.split('#')[0] ?? ''
const KINDS: readonly Kind[] = ['csv', 'xlsx', 'json-stat', 'png']

/** One small menu beside a chart or a table: the same content as a file. */
export function ExportMenu({ of, about, sheet, picture, links = [] }: Props) {
  const { t } = useTranslation('export')
  const clock = useClock()
  const [failed, setFailed] = useState(false)
  const world = pageWorld()
  const make = async (kind: Kind): Promise<[Blob, string] | null> => {
    // Nothing leaves a page whose world nobody knows.
    if (!world) return null
    const savedAt = serverNow()
    const seen = clock.mode === 'live' ? clock : { ...clock, at: viewNow() }
    const told: About = { ...about(), clock: seen }
    const word: Word = (key, values) => t(key, values ?? {})
    const lines = aboutLines(told, savedAt, address(), word, momentIn, world)
    if (kind === 'csv') return [new Blob([csvOf(sheet(), lines)], { type: 'text/csv;charset=utf-8' }), 'csv']
    if (kind === 'xlsx')
      return [
        await xlsxOf(sheet(), lines, [
          sheetName(t('sheet.figures'), world),
          sheetName(t('sheet.about'), world),
        ]),
        'xlsx',
      ]
    if (kind === 'json-stat') {
      const text = JSON.stringify(jsonStatOf(sheet(), told, lines, savedAt), null, 1)
      return [new Blob([text], { type: 'application/json' }), 'json']
    }
    const root = picture()
    const notLive = clock.mode === 'live' ? null : (lines.find((l) => l.key === 'clock')?.text ?? null)
    return root && [await pictureOf(root, told.title, lines, notLive), 'png']
  }
  const take = (kind: Kind) => {
    setFailed(false)
    const notLive = clock.mode === 'live' ? '' : `-${momentIn(viewNow())}`
    make(kind).then(
      // A file of another time says so by its name.
      (made) => made && world && save(fileName(`${about().name}${notLive}`, made[1], world), made[0]),
      () => setFailed(true),
    )
  }
  return (
    <span className={styles.export} data-export="no">
      {failed && <small role="alert">{t('failed')}</small>}
      <Menu.Root>
        <Menu.Trigger className={styles.trigger} aria-label={t('open', { of })} data-action="export">
          {t('export')} <span aria-hidden="true">▾</span>
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className={styles.place} side="bottom" align="end" sideOffset={4}>
            <Menu.Popup className={styles.menu}>
              {KINDS.map((kind) => (
                <Menu.Item
                  key={kind}
                  className={styles.item}
                  data-export-kind={kind}
                  onClick={() => take(kind)}
                >
                  <b>{t(`kind.${kind}`)}</b>
                  <small>{t(`hint.${kind}`)}</small>
                </Menu.Item>
              ))}
              {links.length > 0 && <Menu.Separator className={styles.line} />}
              {links.map(({ label, href }) => (
                <Menu.LinkItem key={href} className={styles.item} href={href} download closeOnClick>
                  <b>{label}</b>
                </Menu.LinkItem>
              ))}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </span>
  )
}
