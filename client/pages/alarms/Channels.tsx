import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AlarmContact, ChannelsView, WebhookView } from '../../../shared/api/alarms.ts'
import { api, pushHere, pushNoMore, pushState, useMe } from '../../api/index.ts'
import { Button, Problem } from '../../ui/index.ts'
import checks from '../checks/checks.module.css'
import forms from '../desk/attention.module.css'
import styles from './rules.module.css'

/** How oneself is reached by a ladder; and, for an administrator, the other systems that are. */
export function Channels() {
  const { t } = useTranslation('alarms')
  const administers = useMe().can('manage', 'Account')
  const channels = useQuery({
    queryKey: ['alarm-channels'],
    queryFn: () => api.get<ChannelsView>('/api/alarm-channels'),
  })
  const contact = useQuery({
    queryKey: ['alarm-contact'],
    queryFn: () => api.get<AlarmContact>('/api/alarm-contact'),
  })
  const [draft, setDraft] = useState<{ email: string; phone: string } | null>(null)
  const shown = draft ?? { email: contact.data?.email ?? '', phone: contact.data?.phone ?? '' }
  const save = useMutation({
    mutationFn: () =>
      api.put<AlarmContact>('/api/alarm-contact', {
        email: shown.email.trim() || null,
        phone: shown.phone.trim() || null,
      }),
    onSuccess: () => contact.refetch(),
  })
  return (
    <section className={`${forms.form} ${styles.own}`}>
      <h2>{t('reach.title')}</h2>
      <div className={checks.pair}>
        <label>
          {t('channel.email')}
          <input
            name="email"
            type="email"
            value={shown.email}
            onChange={(e) => setDraft({ ...shown, email: e.target.value })}
          />
          {channels.data?.email === false && <small>{t('reach.noMail')}</small>}
        </label>
        <label>
          {t('channel.sms')}
          <input
            name="phone"
            type="tel"
            value={shown.phone}
            onChange={(e) => setDraft({ ...shown, phone: e.target.value })}
          />
          {channels.data?.sms === false && <small>{t('reach.noSms')}</small>}
        </label>
      </div>
      <footer>
        <PushPress publicKey={channels.data?.pushKey ?? ''} />
        <Button disabled={draft === null || save.isPending} onClick={() => save.mutate()}>
          {t('reach.save')}
        </Button>
      </footer>
      <Problem error={save.error} />
      {administers && <Webhooks />}
    </section>
  )
}

/** Push to this very browser: asked for, never taken. */
function PushPress({ publicKey }: { publicKey: string }) {
  const { t } = useTranslation('alarms')
  const [state, setState] = useState<'unknown' | 'none' | 'off' | 'on'>('unknown')
  useEffect(() => void pushState().then(setState, () => setState('off')), [])
  const turn = useMutation({
    mutationFn: () => (state === 'on' ? pushNoMore() : pushHere(publicKey)),
    onSuccess: async () => setState(await pushState()),
  })
  if (state === 'none') return <small>{t('reach.noPush')}</small>
  return (
    <>
      <Problem error={turn.error} />
      <Button
        data-push={state}
        disabled={!publicKey || state === 'unknown' || turn.isPending}
        onClick={() => turn.mutate()}
      >
        {t(state === 'on' ? 'reach.pushOff' : 'reach.pushOn')}
      </Button>
    </>
  )
}

const EMPTY = { code: '', url: '', secret: '', inside: false }
function Webhooks() {
  const { t } = useTranslation('alarms')
  const queries = useQueryClient()
  const [draft, setDraft] = useState(EMPTY)
  const { data } = useQuery({
    queryKey: ['alarm-webhooks'],
    queryFn: () => api.get<WebhookView[]>('/api/alarm-webhooks'),
  })
  const again = () => queries.invalidateQueries({ queryKey: ['alarm-webhooks'] })
  const save = useMutation({
    mutationFn: () => {
      const { code, ...hook } = draft
      return api.put(`/api/alarm-webhooks/${code.trim()}`, hook)
    },
    onSuccess: () => {
      setDraft(EMPTY)
      return again()
    },
  })
  const remove = useMutation({
    mutationFn: (code: string) => api.delete(`/api/alarm-webhooks/${code}`),
    onSuccess: again,
  })
  const field = (name: 'code' | 'url' | 'secret') => (
    <label>
      {t(`reach.${name}`)}
      <input
        name={`webhook-${name}`}
        type={name === 'secret' ? 'password' : 'text'}
        autoComplete="off"
        value={draft[name]}
        onChange={(e) => setDraft({ ...draft, [name]: e.target.value })}
      />
    </label>
  )
  return (
    <>
      <h2>{t('reach.webhooks')}</h2>
      {data?.map((w) => (
        <p key={w.code} data-webhook={w.code}>
          <b>{w.code}</b> {w.url} {w.inside && `(${t('reach.inside')})`}{' '}
          <Button disabled={remove.isPending} onClick={() => remove.mutate(w.code)}>
            {t('ladder.remove')}
          </Button>
        </p>
      ))}
      <div className={checks.pair}>
        {field('code')}
        {field('url')}
      </div>
      <div className={checks.pair}>
        {field('secret')}
        <label className={checks.tick}>
          <input
            type="checkbox"
            checked={draft.inside}
            onChange={(e) => setDraft({ ...draft, inside: e.target.checked })}
          />
          {t('reach.inside')}
        </label>
      </div>
      <Problem error={save.error ?? remove.error} />
      <footer>
        <Button
          disabled={!draft.code || !draft.url || draft.secret.length < 16 || save.isPending}
          onClick={() => save.mutate()}
        >
          {t('reach.addWebhook')}
        </Button>
      </footer>
    </>
  )
}
