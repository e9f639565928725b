import { useTranslation } from 'react-i18next'
import { NavLink, Outlet } from 'react-router'
import { useMe } from '../../api/index.ts'
import admin from '../admin/admin.module.css'
import styles from './page.module.css'

/** The frame of the pages about alarms. */
export default function AlarmsPage() {
  const { t } = useTranslation('alarms')
  const me = useMe()
  return (
    <div className={admin.page}>
      <nav className={`${admin.tabs} ${styles.tabs}`} aria-label={t('title')}>
        <h1>{t('title')}</h1>
        <NavLink end to="/alarms">
          {t('tab.list')}
        </NavLink>
        {me.can('read', 'AlarmRule') && <NavLink to="/alarms/rules">{t('tab.rules')}</NavLink>}
        {me.can('read', 'AlarmRule') && <NavLink to="/alarms/ladders">{t('tab.ladders')}</NavLink>}
        {me.can('read', 'AlarmRule') && <NavLink to="/alarms/measures">{t('tab.measures')}</NavLink>}
      </nav>
      <Outlet />
    </div>
  )
}
