import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { UnitView } from '../../../shared/api/catalogue.ts'
import type { MappingInput, PreviewView } from '../../../shared/api/intake.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { api } from '../../api/index.ts'
import styles from './import.module.css'
import { chooseUnit } from './mapping.ts'

type Props = { preview: PreviewView; language: Language; onMapping(mapping: MappingInput): void }

const LAST_OF_63 = '2025-06-30'

/** Every unit name of the file and the unit it was matched to; those without a match stand first. */
export function UnitMatches({ preview, language, onMapping }: Props) {
  const { t } = useTranslation('import')
  const { mapping } = preview
  const today = useQuery({ queryKey: ['units', 'today'], queryFn: () => api.get<UnitView[]>('/api/units') })
  // The last day of the 63 provinces: a table may be of either era.
  const before = useQuery({
    queryKey: ['units', LAST_OF_63],
    queryFn: () => api.get<UnitView[]>(`/api/units?day=${LAST_OF_63}`),
  })
  const known = [...(today.data ?? []), ...(before.data ?? []).filter((u) => u.validTo !== null)]
  const codes = new Set(known.map((u) => u.code))
  const units = [...preview.units].sort((a, b) => Number(a.code !== null) - Number(b.code !== null))
  const matched = units.filter((u) => u.code !== null).length
  return (
    <section className={styles.block}>
      <h2>
        {t('units')}{' '}
        <span data-metric="units-matched">{t('unitsMatched', { matched, total: units.length })}</span>
      </h2>
      <datalist id="unit-codes">
        {known.map((u) => (
          <option key={`${u.code}@${u.validFrom}`} value={u.code}>
            {u.name[language]} ({u.validFrom}
            {u.validTo ? ` – ${u.validTo}` : ''})
          </option>
        ))}
      </datalist>
      <table className={styles.table}>
        <thead>
          <tr>
            <th>{t('inFile')}</th>
            <th className={styles.figure}>{t('count')}</th>
            <th>{t('matched')}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {units.map((u) => {
            const left = mapping?.units?.[u.label] === null
            return (
              <tr key={u.label} data-label={u.label} data-unit={u.code ?? undefined}>
                <td>{u.label}</td>
                <td className={styles.figure}>{u.cells}</td>
                <td data-tone={u.code === null && !left ? 'amber' : undefined}>
                  {left
                    ? t('role.ignored')
                    : u.code
                      ? `${u.code} · ${u.name?.[language] ?? ''}`
                      : t('notMatched')}
                </td>
                <td className={styles.act}>
                  {mapping && (u.code === null || mapping.units?.[u.label] !== undefined) && (
                    <input
                      list="unit-codes"
                      aria-label={t('chooseUnit', { name: u.label })}
                      placeholder={t('unitCode')}
                      defaultValue={mapping.units?.[u.label] ?? ''}
                      onChange={(e) => {
                        const code = e.target.value.trim()
                        if (codes.has(code)) onMapping(chooseUnit(mapping, u.label, code))
                      }}
                    />
                  )}
                  {mapping && u.code === null && !left && (
                    <button
                      type="button"
                      className={styles.small}
                      onClick={() => onMapping(chooseUnit(mapping, u.label, null))}
                    >
                      {t('leaveOut')}
                    </button>
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
