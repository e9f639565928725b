import { useTranslation } from 'react-i18next'
import type { SceneCell, ScenePart } from '../../../shared/scene.ts'
import { Button } from '../../ui/index.ts'
import { Codes } from './Codes.tsx'
import { NumberField } from './NumberField.tsx'
import { IndicatorSelect, UnitSelect } from './pickers.tsx'
import styles from './scenes.module.css'
import { TitleFields } from './TitleFields.tsx'
import { titled } from './words.ts'

type Props = {
  part: ScenePart
  onChange(part: ScenePart): void
  onRemove(): void
  /** Back to what is the scene's own. */
  onScene(): void
}

/** What a part is bound to, and how it says it. */
export function PartForm({ part, onChange, onRemove, onScene }: Props) {
  const { t } = useTranslation('scenes')
  return (
    <div className={styles.form} data-part-form={part.id}>
      <Button data-scene-fields="" onClick={onScene}>
        {t('edit.fields')} <kbd>Esc</kbd>
      </Button>
      <h2>
        {t(`kind.${part.kind}`)} <small>{part.id}</small>
      </h2>
      <Binding part={part} onChange={onChange} />
      <TitleFields title={part.title} onChange={(title) => onChange(titled(part, title))} />
      <Button data-remove="" onClick={onRemove}>
        {t('edit.remove')} <kbd>Delete</kbd>
      </Button>
    </div>
  )
}

function Binding({ part, onChange }: Pick<Props, 'part' | 'onChange'>) {
  const { t } = useTranslation('scenes')
  switch (part.kind) {
    case 'hero':
    case 'chart':
      return (
        <CellFields cell={part} onChange={({ indicator, unit }) => onChange({ ...part, indicator, unit })} />
      )
    case 'rows':
    case 'tiles':
      return <CellList cells={part.cells} onChange={(cells) => onChange({ ...part, cells })} />
    case 'map':
      return (
        <IndicatorSelect
          below
          value={part.indicator}
          onChange={(indicator) => onChange({ ...part, indicator })}
        />
      )
    case 'ranking':
      return (
        <>
          <IndicatorSelect
            below
            value={part.indicator}
            onChange={(indicator) => onChange({ ...part, indicator })}
          />
          <select
            aria-label={t('part.order')}
            value={part.order}
            onChange={(e) => onChange({ ...part, order: e.target.value === 'lowest' ? 'lowest' : 'highest' })}
          >
            <option value="highest">{t('part.highest')}</option>
            <option value="lowest">{t('part.lowest')}</option>
          </select>
          <NumberField
            {...{ label: t('part.count'), name: 'count', value: part.count, least: 3, most: 34 }}
            onChange={(count) => onChange({ ...part, count })}
          />
        </>
      )
    case 'alarms':
    case 'alerts':
    case 'directives':
      return (
        <NumberField
          {...{ label: t('part.count'), name: 'count', value: part.count, least: 1, most: 12 }}
          onChange={(count) => onChange({ ...part, count })}
        />
      )
    case 'table':
      return (
        <>
          <Codes
            label={t('part.indicators')}
            name="indicators"
            value={part.indicators}
            onChange={(indicators) => onChange({ ...part, indicators })}
          />
          <Codes
            label={t('part.units')}
            name="units"
            value={part.units}
            onChange={(units) => onChange({ ...part, units })}
          />
        </>
      )
    case 'connections':
      return (
        <select
          aria-label={t('part.look')}
          value={part.look}
          onChange={(e) => onChange({ ...part, look: e.target.value === 'beat' ? 'beat' : 'count' })}
        >
          <option value="count">{t('look.count')}</option>
          <option value="beat">{t('look.beat')}</option>
        </select>
      )
    case 'text':
      return (
        <>
          {(['vi', 'en'] as const).map((l) => (
            <label key={l}>
              {t(`part.text.${l}`)}
              <textarea
                value={part.text[l]}
                onChange={(e) => onChange({ ...part, text: { ...part.text, [l]: e.target.value } })}
              />
            </label>
          ))}
          <select
            aria-label={t('part.look')}
            value={part.look}
            onChange={(e) => {
              const look = (['title', 'body', 'note'] as const).find((x) => x === e.target.value)
              if (look) onChange({ ...part, look })
            }}
          >
            {(['title', 'body', 'note'] as const).map((x) => (
              <option key={x} value={x}>
                {t(`look.${x}`)}
              </option>
            ))}
          </select>
        </>
      )
    default:
      return null
  }
}

function CellFields({ cell, onChange }: { cell: SceneCell; onChange(cell: SceneCell): void }) {
  const { indicator, unit } = cell
  return (
    <div className={styles.cell}>
      <IndicatorSelect value={indicator} onChange={(code) => onChange({ indicator: code, unit })} />
      <UnitSelect
        indicator={indicator}
        value={unit}
        onChange={(code) => onChange({ indicator, unit: code })}
      />
    </div>
  )
}

function CellList({ cells, onChange }: { cells: SceneCell[]; onChange(cells: SceneCell[]): void }) {
  const { t } = useTranslation('scenes')
  return (
    <>
      {cells.map((cell, i) => (
        <div key={i} className={styles.line} data-cell={i}>
          <CellFields cell={cell} onChange={(next) => onChange(cells.map((c, n) => (n === i ? next : c)))} />
          <Button
            disabled={cells.length < 2}
            aria-label={t('edit.remove')}
            onClick={() => onChange(cells.filter((_, n) => n !== i))}
          >
            ×
          </Button>
        </div>
      ))}
      <Button data-add-cell="" onClick={() => onChange([...cells, { indicator: 'KTN-02', unit: 'VN' }])}>
        {t('edit.addCell')}
      </Button>
    </>
  )
}
