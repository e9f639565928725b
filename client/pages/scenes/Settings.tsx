import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ALARM_SEVERITIES } from '../../../shared/alarm.ts'
import { CAP_SEVERITIES } from '../../../shared/alert.ts'
import { type SceneSettings, TWO_PERSON } from '../../../shared/api/scenes.ts'
import { api } from '../../api/index.ts'
import { Button, Problem, useLanguage } from '../../ui/index.ts'
import { alike } from './alike.ts'
import { useSceneList } from './api.ts'
import styles from './scenes.module.css'

const earlier = <T,>(list: readonly T[], at: number): T[] =>
  list.map((x, i) => list[i === at ? at - 1 : i === at - 1 ? at : i] ?? x)

type Props = {
  settings: SceneSettings
  /** Their version: another's newer one is not written over. */
  after: number
  mayChange: boolean
}

/** What stands by itself, what takes the wall, and what needs two persons. */
export function Settings({ settings, after, mayChange }: Props) {
  const { t } = useTranslation(['scenes', 'alerts', 'alarms'])
  const language = useLanguage()
  const client = useQueryClient()
  const scenes = useSceneList()
  const [s, setS] = useState(settings)
  const [read, setRead] = useState({ settings, after })
  // A newer version comes into the form by itself only where nothing would be lost.
  const newer = read.after !== after
  const take = () => {
    setRead({ settings, after })
    setS(settings)
  }
  if (newer && (alike(s, read.settings) || alike(s, settings))) take()
  const save = useMutation({
    mutationFn: () => api.put<SceneSettings>('/api/scene-settings', { ...s, after: read.after }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['scenes-showing'] }),
  })
  const options = scenes.data?.map((x) => (
    <option key={x.scene} value={x.scene}>
      {x.title[language]}
    </option>
  ))
  return (
    <form
      className={`${styles.form} ${styles.settings}`}
      onSubmit={(e) => {
        e.preventDefault()
        save.mutate()
      }}
    >
      <fieldset disabled={!mayChange}>
        <legend>{t('settings.title')}</legend>
        <label>
          {t('settings.standing')}
          <select
            name="standing"
            value={s.standing}
            onChange={(e) => setS({ ...s, standing: e.target.value })}
          >
            {options}
          </select>
        </label>
        <label>
          {t('settings.alertTakes')}
          <select
            name="alertTakes"
            value={s.alertTakes ?? ''}
            onChange={(e) =>
              setS({ ...s, alertTakes: CAP_SEVERITIES.find((x) => x === e.target.value) ?? null })
            }
          >
            <option value="">{t('settings.never')}</option>
            {CAP_SEVERITIES.map((x) => (
              <option key={x} value={x}>
                {t(`alerts:severity.${x}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('settings.alertScene')}
          <select
            name="alertScene"
            value={s.alertScene}
            onChange={(e) => setS({ ...s, alertScene: e.target.value })}
          >
            {options}
          </select>
        </label>
        <label>
          {t('settings.alarmTakes')}
          <select
            name="alarmTakes"
            value={s.alarmTakes ?? ''}
            onChange={(e) =>
              setS({ ...s, alarmTakes: ALARM_SEVERITIES.find((x) => x === e.target.value) ?? null })
            }
          >
            <option value="">{t('settings.never')}</option>
            {ALARM_SEVERITIES.map((x) => (
              <option key={x} value={x}>
                {t(`alarms:severity.${x}`)}
              </option>
            ))}
          </select>
        </label>
        <small data-note="alarm">{t('settings.alarmOnWall')}</small>
        <label>
          {t('settings.alarmScene')}
          <select
            name="alarmScene"
            value={s.alarmScene}
            onChange={(e) => setS({ ...s, alarmScene: e.target.value })}
          >
            {options}
          </select>
        </label>
        <div className={styles.order} data-field="takeOrder">
          {t('settings.takeOrder')}
          <ol>
            {s.takeOrder.map((taker, i) => (
              <li key={taker} data-taker={taker}>
                {t(`settings.taker.${taker}`)}
                {i > 0 && (
                  <Button
                    aria-label={t('settings.earlier', { what: t(`settings.taker.${taker}`) })}
                    onClick={() => setS({ ...s, takeOrder: earlier(s.takeOrder, i) })}
                  >
                    ↑
                  </Button>
                )}
              </li>
            ))}
          </ol>
        </div>
        <label className={styles.tick}>
          <input
            type="checkbox"
            checked={s.sessionTakes}
            onChange={(e) => setS({ ...s, sessionTakes: e.target.checked })}
          />
          {t('settings.sessionTakes')}
        </label>
        <small data-note="session">{t('settings.sessionHow')}</small>
        {TWO_PERSON.map((what) => (
          <label key={what} className={styles.tick}>
            <input
              type="checkbox"
              checked={s.twoPerson.includes(what)}
              onChange={(e) =>
                setS({
                  ...s,
                  twoPerson: TWO_PERSON.filter((x) =>
                    x === what ? e.target.checked : s.twoPerson.includes(x),
                  ),
                })
              }
            />
            {t(`settings.two.${what}`)}
          </label>
        ))}
        {mayChange && newer && (
          <p role="status" data-newer={after}>
            {t('settings.newer')}{' '}
            <Button
              data-load-newer=""
              onClick={() => {
                save.reset()
                take()
              }}
            >
              {t('list.loadNewer', { version: after })}
            </Button>
          </p>
        )}
        {mayChange && (
          <Button primary type="submit" disabled={save.isPending}>
            {t('save')}
          </Button>
        )}
        <Problem error={save.error} />
      </fieldset>
    </form>
  )
}
