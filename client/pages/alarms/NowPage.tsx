import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { ALARM_SEVERITIES } from '../../../shared/alarm.ts'
import { useMe } from '../../api/index.ts'
import { Keycaps } from '../../commands/index.ts'
import { useAlarms, useServerClock } from '../../live/index.ts'
import { formatNumber, useLanguage } from '../../ui/index.ts'
import admin from '../admin/admin.module.css'
import { ActingDialog } from './ActingDialog.tsx'
import { AlarmList } from './AlarmList.tsx'
import { AlarmPanel } from './AlarmPanel.tsx'
import { Ended } from './Ended.tsx'
import { Incidents } from './Incidents.tsx'
import { type AlarmFilter, NO_FILTER } from './order.ts'
import styles from './page.module.css'
import { SeverityMark } from './SeverityMark.tsx'
import { ALARM_KEYS, useAlarmKeys, useAlarmList } from './useAlarmList.ts'

const STATES = ['waiting', 'acknowledged', 'shelved'] as const

const CSV_DAYS = 30
const FOOT = ['move', 'open', 'acknowledge', 'shelve', 'assign', 'comment', 'gather', 'search'] as const
const csvOf = (now: number) =>
  `/api/alarms.csv?from=${Math.floor(now) - CSV_DAYS * 86_400_000}&to=${Math.floor(now) + 60_000}`

/** Every alarm that has not ended, and one of them with all that happened to it. */
export default function NowPage() {
  const { t } = useTranslation('alarms')
  const language = useLanguage()
  const now = useServerClock()
  const me = useMe()
  const [params, setParams] = useSearchParams()
  const opened = Number(params.get('id')) || null
  const [filter, setFilter] = useState<AlarmFilter>(NO_FILTER)
  const [ended, setEnded] = useState(false)
  const { byId, counts, status, error } = useAlarms()
  const list = useAlarmList(byId, filter, language)
  const mayAct = me.can('acknowledge', 'Attention')
  const figure = (n: number) => formatNumber(n, 0, language)
  const open = (id: number) => setParams({ id: String(id) })
  useAlarmKeys(list, { enabled: () => !ended, mayAct, searched: true, onOpen: (a) => open(a.id) })
  const set = (change: Partial<AlarmFilter>) => setFilter((f) => ({ ...f, ...change }))
  return (
    <div className={styles.split}>
      <section className={styles.left}>
        <header className={styles.filters}>
          <button type="button" aria-pressed={filter === NO_FILTER} onClick={() => setFilter(NO_FILTER)}>
            {t('filter.all')} <b data-metric="alarms-open">{figure(counts.open)}</b>
          </button>
          {ALARM_SEVERITIES.map((s) => (
            <button
              key={s}
              type="button"
              aria-pressed={filter.severity === s}
              data-filter={s}
              onClick={() => set({ severity: filter.severity === s ? null : s })}
            >
              <SeverityMark severity={s} />
              {t(`severity.${s}`)} <b>{figure(counts.waiting[s])}</b>
            </button>
          ))}
          <select
            aria-label={t('filter.state')}
            value={filter.state ?? ''}
            onChange={(e) => set({ state: STATES.find((s) => s === e.target.value) ?? null })}
          >
            <option value="">{t('filter.anyState')}</option>
            {STATES.map((s) => (
              <option key={s} value={s}>
                {t(`filter.${s}`)}
              </option>
            ))}
          </select>
          <input
            name="alarm-search"
            type="search"
            value={filter.text}
            placeholder={t('filter.search')}
            aria-label={t('filter.search')}
            onChange={(e) => set({ text: e.target.value })}
          />
          <button type="button" aria-pressed={ended} onClick={() => setEnded(!ended)}>
            {t('filter.ended')}
          </button>
          <a href={csvOf(now)} download data-action="export">
            {t('filter.csv', { count: CSV_DAYS })}
          </a>
        </header>
        {ended ? (
          <Ended language={language} now={now} opened={opened} onOpen={open} />
        ) : list.lines.length ? (
          <AlarmList
            box={list.box}
            lines={list.lines}
            language={language}
            now={now}
            current={list.current}
            moved={list.moved}
            opened={opened}
            mayAct={mayAct}
            onCurrent={list.setCurrent}
            onOpen={(a) => open(a.id)}
            onGroup={list.toggle}
            onAcknowledge={(alarm) => list.act('acknowledge', alarm)}
            onAcknowledgeAll={(group) => list.actOnAll('acknowledge', group)}
          />
        ) : (
          <p className={admin.none}>
            {status === 'refused' ? error?.message[language] : t(counts.open ? 'nothingFound' : 'none')}
          </p>
        )}
        <footer className={styles.keys}>
          {FOOT.map((k) => (
            <span key={k}>
              <Keycaps keys={ALARM_KEYS[k][0]} /> {t(`keyWord.${k}`)}
            </span>
          ))}
        </footer>
      </section>
      <aside className={styles.panel} aria-label={t('detail')}>
        {opened ? (
          <AlarmPanel
            key={opened}
            id={opened}
            live={byId.get(opened)}
            language={language}
            now={now}
            mayAct={mayAct}
            onAct={(act, alarm) => list.setActing({ act, alarms: [alarm], group: null })}
          />
        ) : (
          // Which alarms the room holds for one happening is the room's.
          me.person?.role !== 'agency' && (
            <Incidents language={language} now={now} mayAct={mayAct} shown={list.rows} />
          )
        )}
      </aside>
      {list.acting && (
        <ActingDialog
          acting={list.acting}
          language={language}
          back={list.box}
          onClose={() => list.setActing(null)}
        />
      )}
    </div>
  )
}
