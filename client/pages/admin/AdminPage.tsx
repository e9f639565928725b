import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { useMe } from '../../api/index.ts'
import { Accounts } from './Accounts.tsx'
import { AuditLog } from './AuditLog.tsx'
import styles from './admin.module.css'
import { Classifications } from './Classifications.tsx'
import { Connections } from './Connections.tsx'
import { OwnAccount } from './OwnAccount.tsx'
import { RegisteredScreens } from './RegisteredScreens.tsx'
import { WorkCalendar } from './WorkCalendar.tsx'

const TABS = ['connections', 'accounts', 'screens', 'calendar', 'classifications', 'audit', 'own'] as const
type Tab = (typeof TABS)[number]

/** Connections, accounts, screens and the audit log for those who may; everyone's own account. */
export default function AdminPage() {
  const { t } = useTranslation('admin')
  const me = useMe()
  const [params, setParams] = useSearchParams()
  const may: Record<Tab, boolean> = {
    connections: me.can('manage', 'Connection'),
    accounts: me.can('manage', 'Account'),
    screens: me.can('manage', 'Screen'),
    calendar: me.can('manage', 'Calendar'),
    // Who minds accounts minds how far numbers are seen: the administrator alone.
    classifications: me.can('manage', 'Account'),
    audit: me.can('read', 'Audit'),
    own: true,
  }
  const tabs = TABS.filter((tab) => may[tab])
  const tab = tabs.find((x) => x === params.get('tab')) ?? tabs[0] ?? 'own'
  return (
    <div className={styles.page}>
      <nav className={styles.tabs} aria-label={t('title')}>
        <h1>{t('title')}</h1>
        <div role="tablist">
          {tabs.map((x) => (
            <button
              key={x}
              type="button"
              role="tab"
              aria-selected={x === tab}
              data-tab={x}
              onClick={() => setParams({ tab: x })}
            >
              {t(`tab.${x}`)}
            </button>
          ))}
        </div>
      </nav>
      <section className={styles.body} role="tabpanel" aria-label={t(`tab.${tab}`)}>
        {tab === 'connections' && <Connections />}
        {tab === 'accounts' && <Accounts />}
        {tab === 'screens' && <RegisteredScreens />}
        {tab === 'calendar' && <WorkCalendar />}
        {tab === 'classifications' && <Classifications />}
        {tab === 'audit' && <AuditLog />}
        {tab === 'own' && <OwnAccount />}
      </section>
    </div>
  )
}
