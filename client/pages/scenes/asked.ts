import type { TFunction } from 'i18next'
import {
  type AskedChange,
  type RequestView,
  type SceneSettings,
  TWO_PERSON,
} from '../../../shared/api/scenes.ts'
import type { Condition, Playlist, Target, Times } from '../../../shared/playlist.ts'
import type { Language } from '../../../shared/vocabulary.ts'

/** The words of a request: `t` of scenes, alerts and alarms, and the names of scenes and targets. */
export type Words = {
  t: TFunction<['scenes', 'alerts', 'alarms']>
  language: Language
  scene(key: string): string
  target(target: Target): string
}

/** What a second person says yes to, line by line: where, which version, how long, and what would be another. */
export function askedLines({ act, change }: Pick<RequestView, 'act' | 'change'>, words: Words): string[] {
  const { settings, list, document } = change
  return [
    ...actLines(act, words),
    ...(settings ? settingsLines(settings, words) : []),
    ...(list ? listLines(list, words) : []),
    ...(document ? documentLines(document, words) : []),
  ]
}

function actLines(act: RequestView['act'], { t, target }: Words): string[] {
  const { version, page, minutes } = act
  const stays = act.act === 'show' || act.act === 'pin'
  const where = act.target && act.act !== 'override' ? [t('asked.on', { target: target(act.target) })] : []
  const whole = act.act === 'show' ? [t('asked.newest')] : []
  return [
    ...where,
    ...(version === undefined ? whole : [t('asked.version', { version })]),
    ...(page === undefined ? [] : [t('asked.page', { page: page + 1 })]),
    ...(minutes === undefined ? (stays ? [t('asked.noEnd')] : []) : [t('asked.minutes', { minutes })]),
  ]
}

type Line = { what: string; before: string | null; after: string }
const line = ({ t }: Words, { what, before, after }: Line): string =>
  before === null ? t('asked.is', { what, after }) : t('asked.becomes', { what, before, after })

function settingsLines({ before, after }: NonNullable<AskedChange['settings']>, words: Words): string[] {
  const { t, scene } = words
  const never = t('settings.never')
  const yes = (is: boolean) => t(is ? 'asked.yes' : 'asked.no')
  type Named = Exclude<keyof SceneSettings, 'twoPerson'>
  const field = <T>(name: Named, was: T | undefined, is: T | undefined, write: (value: T) => string) =>
    was === undefined || is === undefined
      ? []
      : [line(words, { what: t(`asked.field.${name}`), before: write(was), after: write(is) })]
  const rules = TWO_PERSON.flatMap((rule) => {
    const [was, is] = [before.twoPerson?.includes(rule), after.twoPerson?.includes(rule)]
    if (was === undefined || is === undefined || was === is) return []
    return [line(words, { what: t(`settings.two.${rule}`), before: yes(was), after: yes(is) })]
  })
  const alert = (level: SceneSettings['alertTakes']) => (level ? t(`alerts:severity.${level}`) : never)
  const alarm = (level: SceneSettings['alarmTakes']) => (level ? t(`alarms:severity.${level}`) : never)
  const order = (takers: SceneSettings['takeOrder']) =>
    takers.map((taker) => t(`settings.taker.${taker}`)).join(', ')
  return [
    ...rules,
    ...field('standing', before.standing, after.standing, scene),
    ...field('alertTakes', before.alertTakes, after.alertTakes, alert),
    ...field('alertScene', before.alertScene, after.alertScene, scene),
    ...field('alarmTakes', before.alarmTakes, after.alarmTakes, alarm),
    ...field('alarmScene', before.alarmScene, after.alarmScene, scene),
    ...field('sessionTakes', before.sessionTakes, after.sessionTakes, yes),
    ...field('takeOrder', before.takeOrder, after.takeOrder, order),
  ]
}

const timeText = ({ t }: Words, { from, to, days }: Times): string =>
  [`${from}–${to}`, ...days.map((d) => t(`day.${d}`))].join(' ')

/** A condition in words, with the level that it asks for. */
export function conditionText({ t, language }: Pick<Words, 't' | 'language'>, c: Condition): string {
  switch (c.kind) {
    case 'value': {
      const unit = c.unit === '*' ? t('asked.anyUnit') : c.unit
      const value = c.value.toLocaleString(language, { maximumFractionDigits: 12 })
      return `${c.indicator}, ${unit} ${c.comparator} ${value}`
    }
    case 'alert':
      return `${t('condition.alert')} ${t(`alerts:severity.${c.severity}`)}`
    case 'stage':
      return `${t('condition.stage')} ${c.from}`
    default:
      return t(`condition.${c.kind}`)
  }
}

/** Scenes, screens and hours always; the rest where it would be another. */
function listLines({ before, after }: NonNullable<AskedChange['list']>, words: Words): string[] {
  const { t, scene, target, language } = words
  const always = t('list.always')
  const fields: [what: string, always: boolean, of: (p: Playlist) => string][] = [
    [
      t('list.scenes'),
      true,
      (p) => p.items.map((i) => t('asked.item', { scene: scene(i.scene), minutes: i.minutes })).join(', '),
    ],
    [t('list.targets'), true, (p) => p.targets.map(target).join(', ')],
    [t('list.when'), true, (p) => p.times.map((x) => timeText(words, x)).join('; ') || always],
    [t('list.conditions'), false, (p) => p.conditions.map((c) => conditionText(words, c)).join('; ') || '–'],
    [t('list.priority'), false, (p) => `${p.priority}`],
    [t('list.enabled'), false, (p) => t(p.enabled ? 'asked.yes' : 'asked.no')],
    [t('asked.field.title'), false, (p) => p.title[language]],
  ]
  return fields.flatMap(([what, shown, of]) => {
    const [was, is] = [before && of(before), of(after)]
    if (was === is) return shown ? [line(words, { what, before: null, after: is })] : []
    return [line(words, { what, before: was, after: is })]
  })
}

function documentLines(document: NonNullable<AskedChange['document']>, { t }: Words): string[] {
  const { pages, parts, changes, more } = document
  return [
    t('asked.parts', { pages, parts }),
    ...changes.map(({ kind, page, part, field, before, after }) => {
      const where = [page === null ? null : t('doc.page', { page: page + 1 }), part, field]
      const what = [t(`change.${kind}`), ...where.filter(Boolean)].join(' ')
      return t('asked.becomes', { what, before: before ?? '–', after: after ?? '–' })
    }),
    ...(more > 0 ? [t('asked.more', { count: more })] : []),
  ]
}
