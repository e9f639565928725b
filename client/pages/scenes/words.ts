import type { ScenePart } from '../../../shared/scene.ts'

export type Words = NonNullable<ScenePart['title']>

/** A heading is there in both languages or not at all: where one was left out, the other stands in its place. */
export function filled({ vi, en }: Words): Words | undefined {
  if (!vi.trim() && !en.trim()) return undefined
  return { vi: vi.trim() ? vi : en, en: en.trim() ? en : vi }
}

/** The part with this heading, or with none. */
export function titled<P extends ScenePart>(part: P, title: Words | undefined): P {
  if (title) return { ...part, title }
  const { title: _, ...rest } = part
  return rest as P
}
