import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { useMe } from '../../api/index.ts'
import admin from '../admin/admin.module.css'
import { Disputes } from './Disputes.tsx'
import { Rules } from './Rules.tsx'

const TABS = ['disputes', 'rules'] as const

/** Numbers that do not agree, and the rules that hold them against each other. */
export default function ChecksPage() {
  const { t } = useTranslation('checks')
  const me = useMe()
  const [params, setParams] = useSearchParams()
  const tabs = TABS.filter((tab) => tab === 'disputes' || me.can('read', 'Check'))
  const tab = tabs.find((x) => x === params.get('tab')) ?? 'disputes'
  return (
    <div className={admin.page}>
      <nav className={admin.tabs} aria-label={t('title')}>
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
      {tab === 'disputes' ? <Disputes /> : <Rules />}
    </div>
  )
}
