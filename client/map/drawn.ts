import { createContext } from 'react'

/** False where only a map's words and its place are wanted: it then takes no GL context. */
export const MapsDrawn = createContext(true)
