import { useTranslation } from 'react-i18next'
import { CAP_SEVERITIES } from '../../../shared/alert.ts'
import { type Condition, DAYS, type Playlist, type Times } from '../../../shared/playlist.ts'
import { Button, useLanguage } from '../../ui/index.ts'
import { useSceneList, useShowing } from './api.ts'
import { NumberField } from './NumberField.tsx'
import { IndicatorSelect } from './pickers.tsx'
import styles from './scenes.module.css'
import { TargetSelect, useTargetName } from './TargetSelect.tsx'

const NEW: Record<Condition['kind'], Condition> = {
  value: { kind: 'value', indicator: 'KC-10', unit: '*', comparator: '>', value: 0 },
  alert: { kind: 'alert', severity: 'Severe' },
  session: { kind: 'session' },
  exercise: { kind: 'exercise' },
  stage: { kind: 'stage', from: 2 },
}
/** A condition asks any number; beyond this the field's own words would be of no use. */
const ANY = { least: -1e18, most: 1e18, whole: false }
const KINDS = Object.keys(NEW) as Condition['kind'][]
const replaced = <T,>(list: readonly T[], at: number, item: T) => list.map((x, i) => (i === at ? item : x))

/** One playlist: when it has its turn, on which screens, with which scenes. */
export function PlaylistForm({
  playlist: p,
  isNew,
  busy,
  onChange,
  onSave,
}: {
  playlist: Playlist
  isNew: boolean
  /** It is being saved. */
  busy: boolean
  onChange(p: Playlist): void
  onSave(): void
}) {
  const { t } = useTranslation('scenes')
  const language = useLanguage()
  const scenes = useSceneList()
  const screens = useShowing()
  const nameOf = (key: string) => scenes.data?.find((s) => s.scene === key)?.title[language] ?? key
  const targetName = useTargetName(screens.data?.screens ?? [])
  const out = (what: string) => t('list.takeOut', { what })
  const put = (more: Partial<Playlist>) => onChange({ ...p, ...more })
  const time = (i: number, more: Partial<Times>) => {
    const before = p.times[i]
    if (before) put({ times: replaced(p.times, i, { ...before, ...more }) })
  }
  return (
    <form
      className={styles.form}
      onSubmit={(e) => {
        e.preventDefault()
        onSave()
      }}
    >
      <label>
        {t('list.key')}
        <input
          name="key"
          required
          pattern="[a-z0-9][a-z0-9\-]{1,39}"
          disabled={!isNew}
          value={p.key}
          onChange={(e) => put({ key: e.target.value })}
        />
      </label>
      {(['vi', 'en'] as const).map((l) => (
        <label key={l}>
          {t(`list.title.${l}`)}
          <input
            name={`title-${l}`}
            required
            value={p.title[l]}
            onChange={(e) => put({ title: { ...p.title, [l]: e.target.value } })}
          />
        </label>
      ))}
      <NumberField
        label={t('list.priority')}
        name="priority"
        least={0}
        most={100}
        value={p.priority}
        onChange={(priority) => put({ priority })}
      />
      <label className={styles.tick}>
        <input type="checkbox" checked={p.enabled} onChange={(e) => put({ enabled: e.target.checked })} />
        {t('list.enabled')}
      </label>
      <fieldset>
        <legend>{t('list.targets')}</legend>
        {p.targets.map((target, i) => (
          <div key={i} className={styles.line} data-target={i}>
            <TargetSelect
              screens={screens.data?.screens ?? []}
              value={target}
              onChange={(next) => put({ targets: replaced(p.targets, i, next) })}
            />
            {p.targets.length > 1 && (
              <Button
                aria-label={out(targetName(target))}
                onClick={() => put({ targets: p.targets.filter((_, n) => n !== i) })}
              >
                ×
              </Button>
            )}
          </div>
        ))}
        <Button data-add-target="" onClick={() => put({ targets: [...p.targets, { kind: 'all' }] })}>
          {t('target.add')}
        </Button>
      </fieldset>
      <fieldset>
        <legend>{t('list.when')}</legend>
        {p.times.map((x, i) => (
          <div key={i} className={styles.line}>
            {(['from', 'to'] as const).map((end) => (
              <input
                key={end}
                aria-label={t(`list.${end}`)}
                pattern="([01]\d|2[0-3]):[0-5]\d|24:00"
                required
                value={x[end]}
                onChange={(e) => time(i, { [end]: e.target.value })}
              />
            ))}
            <select
              multiple
              aria-label={t('list.days')}
              value={x.days}
              onChange={(e) => {
                const chosen = [...e.target.selectedOptions].map((o) => o.value)
                time(i, { days: DAYS.filter((d) => chosen.includes(d)) })
              }}
            >
              {DAYS.map((d) => (
                <option key={d} value={d}>
                  {t(`day.${d}`)}
                </option>
              ))}
            </select>
            <Button
              aria-label={out(`${x.from}–${x.to}`)}
              onClick={() => put({ times: p.times.filter((_, n) => n !== i) })}
            >
              ×
            </Button>
          </div>
        ))}
        <Button onClick={() => put({ times: [...p.times, { days: [], from: '07:00', to: '08:00' }] })}>
          {t('list.addTime')}
        </Button>
      </fieldset>
      <fieldset>
        <legend>{t('list.conditions')}</legend>
        {p.conditions.map((c, i) => (
          <div key={i} className={styles.line} data-condition={c.kind}>
            <ConditionFields
              condition={c}
              onChange={(next) => put({ conditions: replaced(p.conditions, i, next) })}
            />
            <Button
              aria-label={out(t(`condition.${c.kind}`))}
              onClick={() => put({ conditions: p.conditions.filter((_, n) => n !== i) })}
            >
              ×
            </Button>
          </div>
        ))}
        <select
          aria-label={t('list.addCondition')}
          data-field="condition"
          value=""
          onChange={(e) => {
            const kind = KINDS.find((k) => k === e.target.value)
            if (kind) put({ conditions: [...p.conditions, NEW[kind]] })
          }}
        >
          <option value="">{t('list.addCondition')}</option>
          {KINDS.map((k) => (
            <option key={k} value={k}>
              {t(`condition.${k}`)}
            </option>
          ))}
        </select>
      </fieldset>
      <fieldset>
        <legend>{t('list.scenes')}</legend>
        {p.items.map((item, i) => (
          <div key={i} className={styles.line}>
            <span>{nameOf(item.scene)}</span>
            <NumberField
              label={t('list.minutes')}
              name="minutes"
              least={1}
              most={1440}
              value={item.minutes}
              onChange={(minutes) => put({ items: replaced(p.items, i, { ...item, minutes }) })}
            />
            <Button
              aria-label={out(nameOf(item.scene))}
              onClick={() => put({ items: p.items.filter((_, n) => n !== i) })}
            >
              ×
            </Button>
          </div>
        ))}
        <select
          aria-label={t('list.addScene')}
          data-field="item"
          value=""
          onChange={(e) =>
            e.target.value && put({ items: [...p.items, { scene: e.target.value, minutes: 5 }] })
          }
        >
          <option value="">{t('list.addScene')}</option>
          {scenes.data?.map((s) => (
            <option key={s.scene} value={s.scene}>
              {s.title[language]}
            </option>
          ))}
        </select>
      </fieldset>
      <Button primary type="submit" disabled={p.items.length === 0 || busy}>
        {t('save')}
      </Button>
    </form>
  )
}

function ConditionFields({ condition: c, onChange }: { condition: Condition; onChange(c: Condition): void }) {
  const { t } = useTranslation(['scenes', 'alerts'])
  switch (c.kind) {
    case 'value':
      return (
        <>
          <IndicatorSelect value={c.indicator} onChange={(indicator) => onChange({ ...c, indicator })} />
          <input
            aria-label={t('part.unit')}
            value={c.unit}
            title={t('list.anyUnit')}
            onChange={(e) => onChange({ ...c, unit: e.target.value })}
          />
          <select
            aria-label={t('list.comparator')}
            value={c.comparator}
            onChange={(e) => {
              const comparator = (['<', '<=', '>', '>=', '='] as const).find((x) => x === e.target.value)
              if (comparator) onChange({ ...c, comparator })
            }}
          >
            {['<', '<=', '>', '>=', '='].map((x) => (
              <option key={x}>{x}</option>
            ))}
          </select>
          <NumberField
            label={t('list.value')}
            name="value"
            {...ANY}
            value={c.value}
            onChange={(value) => onChange({ ...c, value })}
          />
        </>
      )
    case 'alert':
      return (
        <>
          {t('condition.alert')}
          <select
            aria-label={t('condition.alert')}
            value={c.severity}
            onChange={(e) => {
              const severity = CAP_SEVERITIES.find((s) => s === e.target.value)
              if (severity) onChange({ ...c, severity })
            }}
          >
            {CAP_SEVERITIES.map((s) => (
              <option key={s} value={s}>
                {t(`alerts:severity.${s}`)}
              </option>
            ))}
          </select>
        </>
      )
    case 'stage':
      return (
        <NumberField
          label={t('condition.stage')}
          name="stage"
          least={1}
          most={5}
          value={c.from}
          onChange={(from) => onChange({ ...c, from })}
        />
      )
    default:
      return <span>{t(`condition.${c.kind}`)}</span>
  }
}
