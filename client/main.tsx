import '@fontsource/be-vietnam-pro/400.css'
import '@fontsource/be-vietnam-pro/500.css'
import '@fontsource/be-vietnam-pro/600.css'
import '@fontsource-variable/inter'
import './ui/tokens.css'
import './ui/base.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { makeQueries } from './api/index.ts'
import { startLanguage } from './i18n/index.ts'
import { Pages } from './Pages.tsx'
import { beginAnew } from './pages/wall/device/anew.ts'
import { WallBoundary } from './pages/wall/device/WallBoundary.tsx'
import { markMissingPrograms, PageBoundary } from './ui/index.ts'
import { WorldFrame } from './world/index.ts'

const queries = makeQueries()
markMissingPrograms()
await startLanguage()
const root = document.getElementById('root')
const onWall = location.pathname === '/wall'
const Boundary = onWall ? WallBoundary : PageBoundary
if (root)
  createRoot(root, {
    // What even the boundary could not hold: nobody stands before a wall to load it again.
    onUncaughtError: (error) => {
      reportError(error)
      if (onWall) void beginAnew()
    },
  }).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <WorldFrame>
          <Boundary>
            <Pages />
          </Boundary>
        </WorldFrame>
      </QueryClientProvider>
    </StrictMode>,
  )
