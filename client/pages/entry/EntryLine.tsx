import { useTranslation } from 'react-i18next'
import type { FormRowView } from '../../../shared/api/entry.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { formatNumber, periodText } from '../../ui/index.ts'
import { dayAndClock } from '../desk/times.ts'
import { decimalsOf } from './decimals.ts'
import { judge, keyOf, type Line } from './draft.ts'
import styles from './entry.module.css'

type Props = {
  row: FormRowView
  line: Line | undefined
  /** What the server said of it. */
  refused: string | null
  language: Language
  onChange(line: Line): void
  onPaste(text: string): void
}

/** One number of the form: what is known, what may be, what was typed and how it was read. */
export function EntryLine({ row, line, refused, language, onChange, onPaste }: Props) {
  const { t } = useTranslation('entry')
  const judged = judge(row, line)
  const known = row.current ?? row.last
  const figure = (n: number) => formatNumber(n, decimalsOf(n, row.decimals), language)
  const bad = ['wrong', 'ask', 'range', 'jump'].includes(judged.state) || refused !== null
  const unit = row.measure[language]
  return (
    <tr
      data-row={keyOf(row)}
      data-state={refused ? 'refused' : judged.state}
      data-missing={!row.current || undefined}
    >
      <td>
        {row.name[language]}
        <small>
          {row.indicator} · {unit}
        </small>
      </td>
      <td>{row.unitName[language]}</td>
      <td data-number="">
        {known ? figure(known.value) : '–'} {known && unit}
        <small>
          {known
            ? /^\d{4}-\d\d-\d\dT/.test(known.time)
              ? dayAndClock(Date.parse(known.time))
              : periodText(known.time, language)
            : t('neverKnown')}
        </small>
      </td>
      <td data-number="">
        {row.min === null && row.max === null
          ? '–'
          : `${row.min === null ? '' : figure(row.min)} – ${row.max === null ? '' : figure(row.max)}`}
      </td>
      <td className={styles.typed}>
        <input
          data-value=""
          inputMode="decimal"
          autoComplete="off"
          aria-label={`${row.name[language]}, ${row.unitName[language]}`}
          aria-invalid={bad}
          value={line?.text ?? ''}
          onChange={(e) =>
            onChange({ text: e.target.value, ...(line?.note === undefined ? {} : { note: line.note }) })
          }
          onPaste={(e) => {
            const text = e.clipboardData.getData('text/plain')
            if (!/[\n\t]/.test(text)) return
            e.preventDefault()
            onPaste(text)
          }}
        />
      </td>
      <td className={styles.read} data-bad={bad || undefined}>
        {judged.state === 'ready' && `${figure(judged.value)} ${unit}`}
        {judged.state === 'same' && `${figure(judged.value)} ${unit} · ${t('same')}`}
        {judged.state === 'wrong' && t(`wrong.${judged.why}`)}
        {judged.state === 'range' && t('outOfRange', { value: figure(judged.value) })}
        {judged.state === 'ask' && (
          <span className={styles.ask}>
            {t('ask')}
            {judged.readings.map((n, i) => (
              <button
                key={n}
                type="button"
                data-reading={i}
                onClick={() => onChange({ ...line, text: line?.text ?? '', reading: i === 0 ? 0 : 1 })}
              >
                {figure(n)}
              </button>
            ))}
          </span>
        )}
        {judged.state === 'jump' && (
          <label className={styles.ask}>
            <input
              type="checkbox"
              data-seen=""
              checked={false}
              onChange={() => onChange({ ...line, text: line?.text ?? '', seen: true })}
            />
            {t('jump', { value: figure(judged.value) })}
          </label>
        )}
        {refused && <b>{refused}</b>}
      </td>
      <td>
        <input
          name="note"
          maxLength={500}
          aria-label={t('column.note')}
          value={line?.note ?? ''}
          onChange={(e) => onChange({ ...line, text: line?.text ?? '', note: e.target.value })}
        />
      </td>
    </tr>
  )
}
