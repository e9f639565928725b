import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ContactInput, type ContactView, isPhone } from '../../../shared/api/contacts.ts'
import { api } from '../../api/index.ts'
import { Button, momentText, Problem, useLanguage } from '../../ui/index.ts'
import styles from './sessions.module.css'

const EMPTY: ContactInput = { name: '', duty: '', phone: '' }
type Answer = { contact: ContactView | null }

/** Whom to ring at a unit when its picture is gone: read and kept by the unit itself and by operators. */
export function UnitContact({ unit, now }: { unit: string; now: number }) {
  const { t } = useTranslation('sessions')
  const language = useLanguage()
  const queries = useQueryClient()
  const path = `/api/units/${encodeURIComponent(unit)}/contact`
  const { data } = useQuery({ queryKey: ['contact', unit], queryFn: () => api.get<Answer>(path) })
  const [draft, setDraft] = useState<ContactInput | null>(null)
  const shown = draft ?? (data?.contact ? pick(data.contact) : EMPTY)
  const save = useMutation({
    mutationFn: () => api.post<Answer>(path, shown),
    onSuccess: () => {
      setDraft(null)
      void queries.invalidateQueries({ queryKey: ['contact', unit] })
    },
  })
  const ready = shown.name.trim() && shown.duty.trim() && isPhone(shown.phone) && draft
  const submit = (e: FormEvent) => {
    e.preventDefault()
    if (ready) save.mutate()
  }
  const field = (name: keyof ContactInput, label: string, type = 'text') => (
    <input
      name={`contact-${name}`}
      type={type}
      aria-label={label}
      placeholder={label}
      value={shown[name]}
      onChange={(e) => setDraft({ ...shown, [name]: e.target.value })}
    />
  )
  return (
    <section className={styles.own} data-contact={data?.contact ? 'known' : 'none'}>
      <h3>{t('contact.title')}</h3>
      <p>
        {t('contact.how')}{' '}
        {data?.contact
          ? t('contact.saved', { by: data.contact.by, time: momentText(data.contact.at, now, language) })
          : t('contact.none')}
      </p>
      <form onSubmit={submit}>
        {field('name', t('name'))}
        {field('duty', t('duty'))}
        {field('phone', t('phone'), 'tel')}
        <Button type="submit" disabled={!ready || save.isPending} data-action="save-contact">
          {t('contact.save')}
        </Button>
      </form>
      <Problem error={save.error} />
    </section>
  )
}
const pick = ({ name, duty, phone }: ContactView): ContactInput => ({ name, duty, phone })
