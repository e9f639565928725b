import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Navigate, useLocation } from 'react-router'
import { api, learnSession, signIn, useSession } from '../../api/index.ts'
import { Button, Problem } from '../../ui/index.ts'
import { Field } from './Field.tsx'
import styles from './sign-in.module.css'

/** A one-time link carries its token in the fragment, which reaches no log; it leaves the address at once. */
function takeFirstToken(): string | null {
  const token = /^#first=([\w-]{20,200})$/.exec(location.hash)?.[1] ?? null
  if (token) history.replaceState(null, '', location.pathname)
  return token
}
const firstToken = takeFirstToken()

/** Signing in; making the first administrator by a one-time link; replacing a password that someone else gave. */
export function SignInPage() {
  const { t } = useTranslation('common')
  const { state, me } = useSession()
  const { pathname } = useLocation()
  const mustChange = me?.mustChangePassword ?? false
  useEffect(() => {
    if (state === 'unknown') void learnSession().catch(() => undefined)
  }, [state])
  if (state === 'in' && !mustChange && pathname === '/sign-in') return <Navigate to="/desk" replace />
  return (
    <main className={styles.page}>
      <h1>{t('title')}</h1>
      {mustChange ? (
        <NewPassword />
      ) : firstToken && state !== 'in' ? (
        <First token={firstToken} />
      ) : (
        <Ordinary />
      )}
    </main>
  )
}

function Ordinary() {
  const { t } = useTranslation('common')
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const enter = useMutation({ mutationFn: () => signIn(username, password) })
  return (
    <form
      data-form="sign-in"
      onSubmit={(e) => {
        e.preventDefault()
        enter.mutate()
      }}
    >
      <Field
        label={t('signIn.username')}
        name="username"
        value={username}
        onChange={setUsername}
        autoComplete="username"
      />
      <Field
        label={t('signIn.password')}
        name="password"
        type="password"
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
      />
      <Problem error={enter.error} />
      <Button type="submit" primary disabled={!username || !password || enter.isPending}>
        {t('signIn.enter')}
      </Button>
    </form>
  )
}

function First({ token }: { token: string }) {
  const { t } = useTranslation('common')
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const make = useMutation({
    mutationFn: async () => {
      await api.post('/api/first-administrator', { token, username, password })
      await learnSession()
    },
  })
  return (
    <form
      data-form="first-administrator"
      onSubmit={(e) => {
        e.preventDefault()
        make.mutate()
      }}
    >
      <p>{t('signIn.first')}</p>
      <Field
        label={t('signIn.username')}
        name="username"
        value={username}
        onChange={setUsername}
        autoComplete="username"
      />
      <Field
        label={t('signIn.newPassword')}
        name="password"
        type="password"
        value={password}
        onChange={setPassword}
        autoComplete="new-password"
      />
      <Problem error={make.error} />
      <Button type="submit" primary disabled={!username || password.length < 12 || make.isPending}>
        {t('signIn.make')}
      </Button>
    </form>
  )
}

function NewPassword() {
  const { t } = useTranslation('common')
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const change = useMutation({
    mutationFn: async () => {
      await api.post('/api/me/password', { current, next })
      await learnSession()
    },
  })
  return (
    <form
      data-form="must-change"
      onSubmit={(e) => {
        e.preventDefault()
        change.mutate()
      }}
    >
      <p>{t('signIn.mustChange')}</p>
      <Field
        label={t('signIn.password')}
        name="current"
        type="password"
        value={current}
        onChange={setCurrent}
        autoComplete="current-password"
      />
      <Field
        label={t('signIn.newPassword')}
        name="next"
        type="password"
        value={next}
        onChange={setNext}
        autoComplete="new-password"
      />
      <Problem error={change.error} />
      <Button type="submit" primary disabled={next.length < 12 || change.isPending}>
        {t('signIn.change')}
      </Button>
    </form>
  )
}
