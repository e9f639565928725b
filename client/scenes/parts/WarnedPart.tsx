import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CAP_SEVERITIES, type CapSeverity } from '../../../shared/alert.ts'
import { useAlertsInForce, useCounts, useLink, useViewClock } from '../../live/index.ts'
import { loadBoundaries } from '../../map/boundaries.ts'
import type { MapValue } from '../../map/picture.ts'
import type { MapClasses } from '../../map/scale.ts'
import { VietnamMap } from '../../map/VietnamMap.tsx'
import { useArcs } from '../../pages/wall/useArcs.ts'
import { momentText, Severity, useLanguage } from '../../ui/index.ts'
import type { PartProps } from '../Part.tsx'
import styles from '../scene.module.css'
import warned from '../warned.module.css'

/** Nothing in force, up to Moderate, Severe, Extreme: the colours of attention and alarm only where they are meant. */
const COLOURS = ['#4a525a', '#c0b286', '#f0b23e', '#ff6b5e'] as const
const CLASSES: MapClasses = { breaks: [0.5, 2.5, 3.5], colors: [...COLOURS] }
const rank = (s: CapSeverity) => Math.max(1, 4 - CAP_SEVERITIES.indexOf(s))
const COUNTRY = 'VN'

/** The country by what is in force over each province. */
export function WarnedPart({ part, feed, u }: PartProps<'warned'>) {
  const { t } = useTranslation('scenes')
  const language = useLanguage()
  const { counts } = useCounts()
  const link = useLink()
  const known = link.state === 'live'
  const now = useViewClock()
  const inForce = useAlertsInForce()
  const { arcs, labels } = useArcs(feed.session, '34')
  const [provinces, setProvinces] = useState<readonly string[]>([])
  useEffect(() => {
    let here = true
    void loadBoundaries().then(
      (b) => here && setProvinces([...b.eras['34'].byCode.keys()]),
      () => undefined,
    )
    return () => {
      here = false
    }
  }, [])
  const { values, there, severities } = useMemo(() => {
    const worst = new Map<string, number>()
    for (const a of inForce)
      for (const code of a.units.some((x) => x.code === COUNTRY) ? provinces : a.units.map((x) => x.code))
        worst.set(code, Math.max(worst.get(code) ?? 0, rank(a.severity)))
    const values = new Map<string, MapValue>(provinces.map((code) => [code, { value: worst.get(code) ?? 0 }]))
    const severities = CAP_SEVERITIES.filter((s) => inForce.some((a) => a.severity === s))
    return { values, there: worst.size, severities }
  }, [inForce, provinces])
  return (
    <section className={warned.warned} data-warned={there}>
      <h2 className={styles.title}>{part.title?.[language] ?? t('part.warned')}</h2>
      <div>
        <VietnamMap
          era="34"
          values={values}
          classes={CLASSES}
          arcs={arcs}
          labels={labels}
          palette="wall"
          u={u}
          title={t('part.warned')}
        />
        <ul>
          {severities.map((s) => (
            <li key={s} data-severity={s}>
              <Severity severity={s} />
            </li>
          ))}
        </ul>
      </div>
      <p className={warned.note}>
        {counts && (known || there > 0) && `${t('part.warnedIn', { there, of: provinces.length })} `}
        {counts && !known && t('part.unknownSince', { time: momentText(link.since, now, language) })}
      </p>
    </section>
  )
}
