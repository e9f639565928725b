import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { type Ability, type Action, abilityOf, type Subject } from '../../shared/ability.ts'
import type { Language, Role } from '../../shared/vocabulary.ts'

export type Person = {
  kind: 'account'
  id: number
  username: string
  displayName: string
  role: Role
  unitId: number
  unit: string
  nation: boolean
  language: Language
}
export type ScreenSelf = { kind: 'screen'; id: number; name: string }
export type Me = {
  principal: Person | ScreenSelf
  csrf: string | null
  mustChangePassword: boolean
  language: Language
  version: string
  demonstration: boolean
}
type Session = {
  /** 'unknown' until the server was asked. */
  state: 'unknown' | 'out' | 'in'
  csrf: string | null
  me: Me | null
  ability: Ability
}

const OUT: Session = { state: 'out', csrf: null, me: null, ability: abilityOf(null) }
export const sessionStore = createStore<Session>(() => ({ ...OUT, state: 'unknown' }))

export function remember(me: Me): void {
  const { principal } = me
  const ability =
    principal.kind === 'account' ? abilityOf(principal.role, principal.nation) : abilityOf('screen')
  sessionStore.setState({ state: 'in', csrf: me.csrf, me, ability })
}
export function forget(): void {
  if (sessionStore.getState().state !== 'out') sessionStore.setState(OUT, true)
}

export const useSession = () => useStore(sessionStore)

export type MeView = { person: Person | null; can(action: Action, subject: Subject): boolean }
/** Who is signed in and what the role allows; the server decides again at every request. */
export function useMe(): MeView {
  const { me, ability } = useStore(sessionStore)
  return {
    person: me?.principal.kind === 'account' ? me.principal : null,
    can: (action, subject) => ability.can(action, subject),
  }
}
