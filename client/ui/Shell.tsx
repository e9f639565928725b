import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Outlet, useLocation } from 'react-router'
import { signOut, useMe, useSession } from '../api/index.ts'
import { ShiftFacts } from '../duty/ShiftFacts.tsx'
import { StageFact } from '../duty/StageFact.tsx'
import { chooseLanguage } from '../i18n/index.ts'
import { useClock, useCounts, useLink, useServerClock } from '../live/index.ts'
import { AlarmBar } from '../pages/alarms/AlarmBar.tsx'
import { StepButton } from '../step/StepButton.tsx'
import { ExerciseBar } from './ExerciseBar.tsx'
import { FindButton } from './FindButton.tsx'
import { clockText, longDayText } from './format/index.ts'
import { PageBoundary } from './PageBoundary.tsx'
import { PageLinks } from './PageLinks.tsx'
import { chooseTheme, useLanguage, useTheme } from './preferences.ts'
import { RingingBar } from './RingingBar.tsx'
import { SecondBar } from './SecondBar.tsx'
import { SoonBar } from './SoonBar.tsx'
import styles from './shell.module.css'
import { TimeButton } from './time/TimeFrame.tsx'

/** Every page that this person may go to, as [address, name]. */
export function usePages(): (readonly [to: string, name: string])[] {
  const { t } = useTranslation('common')
  const { t: tExercise } = useTranslation('exercise')
  const me = useMe()
  const pages = [
    me.can('read', 'Board') && (['/desk', t('nav.desk')] as const),
    ['/data', t('nav.data')] as const,
    me.can('read', 'Attention') && (['/alarms', t('nav.alarms')] as const),
    ['/alerts', t('nav.alerts')] as const,
    me.can('read', 'Directive') && (['/directives', t('nav.directives')] as const),
    (me.can('create', 'Bridge') || me.person?.role === 'agency' || me.person?.role === 'auditor') &&
      (['/sessions', t('nav.sessions')] as const),
    me.can('read', 'Scene') && (['/scenes', t('nav.scenes')] as const),
    me.can('read', 'Duty') && (['/log', t('nav.log')] as const),
    me.can('read', 'Duty') && (['/handover', t('nav.handover')] as const),
    me.can('read', 'Duty') && (['/roster', t('nav.roster')] as const),
    me.can('read', 'Duty') && (['/stages', t('nav.stages')] as const),
    me.can('read', 'Dispute') && (['/checks', t('nav.checks')] as const),
    me.can('read', 'Screen') && (['/screens', t('nav.screens')] as const),
    me.can('read', 'Board') && (['/coverage', t('nav.coverage')] as const),
    me.can('read', 'Quarantine') && (['/quarantine', t('nav.quarantine')] as const),
    me.can('read', 'Exercise') && (['/exercise', tExercise('nav')] as const),
    me.can('create', 'Entry') && (['/entry', t('nav.entry')] as const),
    me.can('import', 'File') && (['/import', t('nav.import')] as const),
    ['/admin', me.can('manage', 'Account') ? t('nav.admin') : t('nav.account')] as const,
  ].filter((p) => p !== false)
  return pages
}

/** The frame of the pages at a desk: where one is, whether the link lives, whose numbers these are, the server's time. */
export function Shell() {
  const { t } = useTranslation('common')
  const language = useLanguage()
  const theme = useTheme()
  const me = useMe()
  const { me: session } = useSession()
  const { counts } = useCounts()
  const { pathname } = useLocation()
  return (
    <div className={styles.shell}>
      <header className={styles.bar}>
        <strong>{t('title')}</strong>
        <PageLinks pages={usePages()} />
        <FindButton />
        <StageFact />
        <ShiftFacts />
        {(session?.demonstration || counts?.simulated) && (
          <span className={styles.simulated} data-simulated="">
            {t('simulatedData')}
          </span>
        )}
        <Link />
        <TimeButton />
        <Clock />
        <button
          type="button"
          data-action="language"
          onClick={() => void chooseLanguage(language === 'vi' ? 'en' : 'vi')}
          aria-label={t('otherLanguage')}
          title={t('otherLanguage')}
        >
          {language === 'vi' ? 'EN' : 'VI'}
        </button>
        <button
          type="button"
          data-action="theme"
          onClick={() => chooseTheme(theme === 'dark' ? 'light' : 'dark')}
          aria-label={t('otherTheme')}
          title={t('otherTheme')}
        >
          {theme === 'dark' ? '☀' : '☾'}
        </button>
        <StepButton />
        <span className={styles.person}>{me.person?.displayName}</span>
        <button type="button" onClick={() => void signOut().then(() => location.assign('/sign-in'))}>
          {t('signOut')}
        </button>
      </header>
      <ExerciseBar />
      <AlarmBar />
      <RingingBar />
      <SecondBar />
      <SoonBar />
      <main className={styles.main}>
        <PageBoundary of={pathname}>
          <Suspense fallback={null}>
            <Outlet />
          </Suspense>
        </PageBoundary>
      </main>
    </div>
  )
}

/** The true time, always; small beside the banner while the page speaks of another. */
function Clock() {
  const { t } = useTranslation('time')
  const language = useLanguage()
  const now = useServerClock()
  const past = useClock().mode !== 'live'
  if (past)
    return (
      <time className={styles.trueTime} dateTime={new Date(now).toISOString()}>
        {t('present')} {clockText(now, language)}
      </time>
    )
  return (
    <time className={styles.clock} dateTime={new Date(now).toISOString()} title={longDayText(now, language)}>
      {clockText(now, language)}
    </time>
  )
}

/** Quiet while the link lives. */
function Link() {
  const { t } = useTranslation('common')
  const language = useLanguage()
  const link = useLink()
  if (link.state === 'live') return null
  return (
    <span className={styles.link} data-link={link.state} role="status">
      {link.state === 'lost' ? t('noLinkSince', { time: clockText(link.since, language) }) : t('connecting')}
    </span>
  )
}
