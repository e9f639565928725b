import '@fontsource/be-vietnam-pro/400.css'
import '@fontsource/be-vietnam-pro/500.css'
import '@fontsource/be-vietnam-pro/600.css'
import '@fontsource-variable/inter'
import './ui/tokens.css'
import './ui/base.css'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { RequestProblem } from './api/index.ts'
import { startLanguage } from './i18n/index.ts'
import { Pages } from './Pages.tsx'
import { WorldFrame } from './world/index.ts'

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      refetchOnWindowFocus: false,
      // What the server refused stays refused; only a server that is away is asked again.
      retry: (count, error) => count < 3 && error instanceof RequestProblem && error.status === 0,
    },
  },
})
await startLanguage()
const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <WorldFrame>
          <Pages />
        </WorldFrame>
      </QueryClientProvider>
    </StrictMode>,
  )
