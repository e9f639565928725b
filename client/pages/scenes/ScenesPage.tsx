import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { useMe } from '../../api/index.ts'
import admin from '../admin/admin.module.css'
import { useShowing } from './api.ts'
import { Documents } from './Documents.tsx'
import { Playlists } from './Playlists.tsx'
import { Record } from './Record.tsx'
import { Settings } from './Settings.tsx'
import { Showing } from './Showing.tsx'
import styles from './scenes.module.css'

const TABS = ['showing', 'documents', 'playlists', 'record'] as const

/** What the wall shows, why, and what it can show. */
export default function ScenesPage() {
  const { t } = useTranslation('scenes')
  const [params, setParams] = useSearchParams()
  const tab = TABS.find((x) => x === params.get('tab')) ?? 'showing'
  const [visited, setVisited] = useState(false)
  if (tab === 'playlists' && !visited) setVisited(true)
  const me = useMe()
  const showing = useShowing()
  return (
    <div className={admin.page}>
      <nav className={admin.tabs} aria-label={t('title')}>
        <h1>{t('title')}</h1>
        <div role="tablist">
          {TABS.map((x) => (
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
      <div className={admin.body}>
        {tab === 'showing' && <Showing showing={showing.data ?? null} error={showing.error} />}
        {tab === 'documents' && <Documents />}
        {/* What is typed here stays while another tab is looked at. */}
        {visited && (
          <div className={tab === 'playlists' ? styles.whole : styles.away}>
            <Playlists showing={showing.data ?? null}>
              {showing.data && (
                <Settings
                  settings={showing.data.settings}
                  after={showing.data.settingsVersion}
                  mayChange={me.person?.role === 'administrator'}
                />
              )}
            </Playlists>
          </div>
        )}
        {tab === 'record' && <Record />}
      </div>
    </div>
  )
}
