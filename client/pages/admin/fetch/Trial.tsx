import { useTranslation } from 'react-i18next'
import type { TrialView } from '../../../../shared/api/connectors.ts'
import type { MappingInput, PreviewView } from '../../../../shared/api/intake.ts'
import { RequestProblem } from '../../../api/index.ts'
import { formatNumber, Problem, useLanguage } from '../../../ui/index.ts'
import { dayAndClock } from '../../desk/times.ts'
import { ItemMatches } from '../../import/ItemMatches.tsx'
import { chooseItem, undecided } from '../../import/mapping.ts'
import { Recognised } from '../../import/Recognised.tsx'
import { Roles } from '../../import/Roles.tsx'
import { UnitMatches } from '../../import/UnitMatches.tsx'
import styles from '../admin.module.css'
import own from './fetch.module.css'

const ROWS = 8
/** As many decimals as the source wrote, up to six. */
const decimalsOf = (value: number) => Math.min(6, (String(value).split('.')[1] ?? '').length)
/** A period as it is named; an instant on Viet Nam's clock. */
const timeText = (text: string) => (text.endsWith('Z') ? dayAndClock(Date.parse(text)) : text)

/** What one fetch brought: as it came, as it would be read, and row by row what would be taken and what refused. */
export function Trial({ trial, onMapping }: { trial: TrialView; onMapping(mapping: MappingInput): void }) {
  const { t } = useTranslation('connectors')
  const language = useLanguage()
  const { http, preview } = trial
  return (
    <section className={own.trial} data-trial={preview.accepted}>
      <h3>{t('trialTitle')}</h3>
      <p>
        {http && `HTTP ${http.status}, `}
        {trial.from && `${trial.from}, `}
        {trial.sql && `${t('trialRows', { count: trial.sql.rows })}, `}
        {t('trialFacts', {
          bytes: formatNumber(trial.bytes, 0, language),
          ms: formatNumber(trial.milliseconds, 0, language),
        })}
        {http?.contentType && `, ${http.contentType}`}. {http && t(http.etag ? 'trialEtag' : 'trialNoEtag')}
        {http && http.cursor !== null && ` ${t('trialCursor', { cursor: http.cursor })}`}
        {trial.sql?.watermark != null && ` ${t('trialWatermark', { watermark: trial.sql.watermark })}`}
      </p>
      {trial.sql?.mayWrite && <p data-tone="amber">{t('mayWrite')}</p>}
      <pre>{trial.start}</pre>
      <p>
        <b data-count="accepted">{t('accepted', { count: preview.accepted })}</b>,{' '}
        <b data-count="refused" data-tone={preview.refused ? 'amber' : undefined}>
          {t('refused', { count: preview.refused })}
        </b>
        . {t('nothingWritten')}
      </p>
      {preview.mapping && <Mapping preview={preview} mapping={preview.mapping} onMapping={onMapping} />}
      {preview.sample.length > 0 && (
        <table className={styles.table}>
          <thead>
            <tr>
              {(['indicator', 'unit', 'time', 'value'] as const).map((h) => (
                <th key={h}>{t(`column.${h}`)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.sample.slice(0, ROWS).map((r, i) => (
              <tr key={i}>
                <td>{r.indicator}</td>
                <td>{r.unit}</td>
                <td>{timeText(r.period)}</td>
                <td>{formatNumber(r.value, decimalsOf(r.value), language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {preview.refusals.length > 0 && (
        <table className={styles.table}>
          <thead>
            <tr>
              <th>{t('column.row')}</th>
              <th>{t('column.reason')}</th>
              <th>{t('column.code')}</th>
            </tr>
          </thead>
          <tbody>
            {preview.refusals.slice(0, ROWS).map((r, i) => (
              <tr key={i}>
                <td>{r.row}</td>
                <td>{r.message[language]}</td>
                <td>
                  {r.code}
                  {r.field && `, ${r.field}`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

/** How a table of the source's own shape is read: decided here, kept with the settings. */
function Mapping({
  preview,
  mapping,
  onMapping,
}: {
  preview: PreviewView
  mapping: MappingInput
  onMapping(mapping: MappingInput): void
}) {
  const { t } = useTranslation('connectors')
  const language = useLanguage()
  const open = undecided(preview).length
  return (
    <div className={own.mapping} data-mapping={open}>
      <Recognised preview={preview} language={language} />
      <Roles preview={preview} mapping={mapping} onMapping={onMapping} />
      {preview.items.length > 0 && (
        <ItemMatches
          preview={preview}
          language={language}
          onChoose={(item, choice) => onMapping(chooseItem(mapping, item, choice))}
        />
      )}
      {preview.units.some((u) => u.code === null || mapping.units?.[u.label] !== undefined) && (
        <UnitMatches preview={preview} language={language} onMapping={onMapping} />
      )}
      {open > 0 && <p data-tone="amber">{t('undecided', { count: open })}</p>}
    </div>
  )
}

type Told = { code: string; message: { vi: string; en: string } }
const isTold = (value: unknown): value is Told =>
  typeof value === 'object' && value !== null && 'code' in value && 'message' in value

/** Why a fetch did not come about, in the words for it. */
export function FetchProblem({ error }: { error: Error | null }) {
  const language = useLanguage()
  const told = error instanceof RequestProblem ? error.detail.fetch : undefined
  if (!isTold(told)) return <Problem error={error} />
  return (
    <p role="alert" className={own.told} data-tone="amber">
      {told.message[language]} <code>{told.code}</code>
    </p>
  )
}
