import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { MappingInput, PreviewView } from '../../../shared/api/intake.ts'
import { parsePeriod } from '../../../shared/period.ts'
import styles from './import.module.css'
import { COLUMN_HEADS, setTime, setUnit } from './mapping.ts'

type Props = { preview: PreviewView; mapping: MappingInput; onMapping(mapping: MappingInput): void }

const FIXED = '='
const TABLES: ReadonlySet<string> = new Set(['csv', 'xlsx', 'geojson'])

/** Where unit and time come from: a column or dimension, the names of the columns, or one for the whole file. */
export function Roles({ preview, mapping, onMapping }: Props) {
  const { t } = useTranslation('import')
  const dimensions = preview.dimensions.map((d) => ({ id: d.id, label: d.label || d.id }))
  const table = TABLES.has(preview.format)
  return (
    <div className={styles.roles}>
      <Role
        label={t('unitFrom')}
        name="unit"
        options={dimensions}
        dimension={'dimension' in mapping.unit ? mapping.unit.dimension : null}
        fixed={'code' in mapping.unit ? mapping.unit.code : ''}
        fixedLabel={t('oneUnit')}
        onDimension={(dimension) => onMapping(setUnit(mapping, { dimension }))}
        onFixed={(code) => code && onMapping(setUnit(mapping, { code }))}
      />
      <Role
        label={t('timeFrom')}
        name="time"
        options={table ? [...dimensions, { id: COLUMN_HEADS, label: t('columnHeads') }] : dimensions}
        dimension={'dimension' in mapping.time ? mapping.time.dimension : null}
        fixed={'period' in mapping.time ? mapping.time.period : ''}
        fixedLabel={t('onePeriod')}
        onDimension={(dimension) => onMapping(setTime(mapping, { dimension }))}
        onFixed={(period) => parsePeriod(period) && onMapping(setTime(mapping, { period }))}
      />
    </div>
  )
}

type RoleProps = {
  label: string
  name: string
  options: { id: string; label: string }[]
  /** Null: one for the whole file. */
  dimension: string | null
  fixed: string
  fixedLabel: string
  onDimension(id: string): void
  onFixed(text: string): void
}

function Role({ label, name, options, dimension, fixed, fixedLabel, onDimension, onFixed }: RoleProps) {
  const id = useId()
  return (
    <div data-role-of={name}>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        name={`role.${name}`}
        value={dimension ?? FIXED}
        onChange={(e) =>
          e.target.value === FIXED ? onFixed(name === 'unit' ? 'VN' : '2026') : onDimension(e.target.value)
        }
      >
        {options.map((o) => (
          <option key={o.id} value={o.id}>
            {o.label}
          </option>
        ))}
        <option value={FIXED}>{fixedLabel}</option>
      </select>
      {dimension === null && (
        <input
          key={fixed}
          name={`role.${name}.fixed`}
          aria-label={fixedLabel}
          defaultValue={fixed}
          onBlur={(e) => e.target.value.trim() !== fixed && onFixed(e.target.value.trim())}
        />
      )}
    </div>
  )
}
