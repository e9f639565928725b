import { createStore } from 'zustand/vanilla'
import type { SectionTurn } from '../../../shared/live.ts'

/** Which section stands on this page, as its screen tells the desk; null: none, or one that is about to be another. */
export const sectionStore = createStore<{ turn: SectionTurn | null }>(() => ({ turn: null }))
