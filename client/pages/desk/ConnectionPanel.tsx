import { useTranslation } from 'react-i18next'
import type { BoardRow } from '../../../shared/live.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { Problem } from '../../ui/index.ts'
import { ConnectorState } from './ConnectorState.tsx'
import { ContractFacts } from './ContractFacts.tsx'
import { figure } from './figures.ts'
import { newsText } from './newsText.ts'
import styles from './panel.module.css'
import { RecentMessages } from './RecentMessages.tsx'
import { RefusedRows } from './RefusedRows.tsx'
import { Silences } from './Silences.tsx'
import { StateMark } from './StateMark.tsx'
import { instant, lasting } from './times.ts'
import { useConnectionFacts } from './useConnectionFacts.ts'

type Props = { row: BoardRow; language: Language; now: number; onClose(): void }

/** One connection, read downward as the telephone call goes: what is wrong, what was agreed, what arrived, what was refused. */
export function ConnectionPanel({ row, language, now, onClose }: Props) {
  const { t } = useTranslation('desk')
  const facts = useConnectionFacts(row)
  const span = lasting(now - row.since)
  const news = newsText(row, now, t)
  return (
    <section
      className={styles.panel}
      aria-label={row.name[language]}
      data-panel={row.id}
      data-pane="panel"
      tabIndex={-1}
    >
      <header className={styles.head}>
        <StateMark state={row.state} />
        <div>
          <h2>{row.name[language]}</h2>
          <p>
            {row.id}, {row.agencyName[language]}.{' '}
            {row.simulated && <i className={styles.sim}>{t('board.simulated')}</i>}{' '}
            <em data-state={row.state}>
              {row.since
                ? t('panel.stateLine', {
                    state: t(`state.${row.state}`),
                    lasting: t(`unit.${span.unit}`, { count: span.count }),
                  })
                : t(`state.${row.state}`)}
            </em>
            {row.since > 0 && `, ${t('panel.sinceLine', { time: instant(row.since, now) })}`}
            {row.sourceLagMs !== null &&
              `, ${t('panel.sourceLag').toLocaleLowerCase(language)} ${figure(row.sourceLagMs / 1000, language)} s`}
          </p>
          {news && <p data-news="">{news}</p>}
        </div>
        <button type="button" className={styles.close} onClick={onClose} title={t('panel.close')}>
          Esc
        </button>
      </header>
      <Problem error={facts.error} />
      <div className={styles.body}>
        {facts.contract && <ContractFacts contract={facts.contract} row={row} language={language} />}
        <ConnectorState row={row} />
        <Silences row={row} now={now} />
        <RecentMessages messages={facts.messages} now={now} language={language} />
        <RefusedRows connection={row.id} rows={facts.quarantine} now={now} language={language} />
      </div>
    </section>
  )
}
