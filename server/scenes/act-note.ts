import type { FastifyInstance } from 'fastify'
import type { SceneAct } from '../../shared/api/scenes.ts'
import type { Language } from '../../shared/vocabulary.ts'
import type { LogbookNote } from '../bus.ts'
import type { StoredRequest } from './store.ts'

const WORDS: Record<SceneAct['act'], Record<Language, string>> = {
  show: { vi: 'Đưa lên màn hình', en: 'Put on the screens' },
  pin: { vi: 'Giữ nguyên trên màn hình', en: 'Held on the screens' },
  next: { vi: 'Chuyển sang trang sau', en: 'Turned to the next page' },
  release: { vi: 'Trả màn hình về lịch chiếu', en: 'Screens given back to the playlists' },
  override: { vi: 'Bỏ qua việc chiếm màn hình', en: 'A takeover was set aside' },
}

/** On what, where it is not every screen. */
export function whereOf({ wall }: FastifyInstance, target: SceneAct['target'], language: Language): string {
  const [on, group, wallWord] =
    language === 'vi' ? [' trên ', 'nhóm ', 'tường '] : [' on ', 'group ', 'wall ']
  switch (target.kind) {
    case 'all':
      return ''
    case 'group':
      return `${on}${group}${target.name}`
    case 'wall':
      return `${on}${wallWord}${wall.walls.get(target.id)?.name ?? target.id}`
    case 'screen':
      return `${on}${wall.paired().find((s) => s.id === target.id)?.name ?? target.id}`
  }
}

/** An act as the shift log tells it. */
export function noteOf(
  app: FastifyInstance,
  act: SceneAct,
  actor: string,
  scene: string | null,
  title: Record<Language, string> | null,
  request: StoredRequest | null,
): LogbookNote {
  const second = {
    vi: request ? `; ${request.name} đề nghị` : '',
    en: request ? `; asked by ${request.name}` : '',
  }
  const of = (l: Language) =>
    `${WORDS[act.act][l]}${title ? `: ${title[l]}` : ''}${whereOf(app, act.target, l)}${second[l]}`
  return {
    ...{ at: Date.now(), kind: 'scene.shown', subject: scene && `scene:${scene}`, actor },
    text: { vi: of('vi'), en: of('en') },
    detail: {
      act: act.act,
      target: JSON.stringify(act.target),
      ...(act.cause ? { cause: act.cause } : {}),
    },
  }
}
