// Where this screen stands in its wall, as the server last said.
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { WallPlace } from '../../shared/wall.ts'

const placeStore = createStore<{ place: WallPlace | null }>(() => ({ place: null }))

export const placeNow = (): WallPlace | null => placeStore.getState().place
export const onPlace = (listener: () => void): (() => void) => placeStore.subscribe(listener)

export const standAt = (place: WallPlace | null): void => placeStore.setState({ place })

/** The screen's place in its wall with its part of the wall's picture; null while it stands alone. */
export const useScreenPlace = (): WallPlace | null => useStore(placeStore, (s) => s.place)
