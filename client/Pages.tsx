import { useQueryClient } from '@tanstack/react-query'
import { type ComponentType, lazy, Suspense, useEffect, useRef, useState } from 'react'
import { BrowserRouter, Navigate, Outlet, Route, Routes, useLocation } from 'react-router'
import { learnSession, useSession } from './api/index.ts'
import { CommandCenter } from './commands/index.ts'
import { DutyDialogs } from './duty/index.ts'
import { connectLive, leaveLive } from './live/index.ts'
import { SignInPage } from './pages/sign-in/SignInPage.tsx'
import { StepCenter } from './step/index.ts'
import { LineageProvider, PageBoundary, Shell, TimeFrame, Unreachable } from './ui/index.ts'

type Page = { default: ComponentType }
const page = (load: () => Promise<Page>) => lazy(load)
const Wall = page(() => import('./pages/wall/WallPage.tsx'))
const Desk = page(() => import('./pages/desk/DeskPage.tsx'))
const Data = page(() => import('./pages/data/DataPage.tsx'))
const Indicator = page(() => import('./pages/indicator/IndicatorPage.tsx'))
const Entry = page(() => import('./pages/entry/EntryPage.tsx'))
const Exercise = page(() => import('./pages/exercise/ExercisePage.tsx'))
const Import = page(() => import('./pages/import/ImportPage.tsx'))
const Directives = page(() => import('./pages/directives/DirectivesPage.tsx'))
const Sessions = page(() => import('./pages/sessions/SessionsPage.tsx'))
const SessionReplay = page(() => import('./pages/replay/ReplayPage.tsx'))
const Alerts = page(() => import('./pages/alerts/AlertsPage.tsx'))
const Screens = page(() => import('./pages/screens/ScreensPage.tsx'))
const AlarmsFrame = page(() => import('./pages/alarms/AlarmsPage.tsx'))
const AlarmsNow = page(() => import('./pages/alarms/NowPage.tsx'))
const AlarmRules = page(() => import('./pages/alarms/RulesPage.tsx'))
const AlarmLadders = page(() => import('./pages/alarms/LaddersPage.tsx'))
const AlarmMeasures = page(() => import('./pages/alarms/MeasuresPage.tsx'))
const Admin = page(() => import('./pages/admin/AdminPage.tsx'))
const Checks = page(() => import('./pages/checks/ChecksPage.tsx'))
const Coverage = page(() => import('./pages/coverage/CoveragePage.tsx'))
const Quarantine = page(() => import('./pages/quarantine/QuarantinePage.tsx'))
const Scenes = page(() => import('./pages/scenes/ScenesPage.tsx'))
const SceneEditor = page(() => import('./pages/scenes/EditorPage.tsx'))
const Session = page(() => import('./pages/session/SessionPage.tsx'))
const Log = page(() => import('./pages/log/LogPage.tsx'))
const Handover = page(() => import('./pages/handover/HandoverPage.tsx'))
const Stages = page(() => import('./pages/stages/StagesPage.tsx'))
const Roster = page(() => import('./pages/roster/RosterPage.tsx'))
const Lineage = page(() => import('./pages/lineage/LineagePage.tsx'))
const Point = page(() => import('./pages/point/PointPage.tsx'))

/** Pages of a person: signed in first; the socket opens as that person. */
function Signed() {
  const { state, me } = useSession()
  const { pathname } = useLocation()
  const [away, setAway] = useState(false)
  const person = me?.principal.kind === 'account' ? me.principal.id : null
  useEffect(() => {
    if (state !== 'unknown') return
    const ask = () =>
      learnSession().then(
        () => setAway(false),
        () => setAway(true),
      )
    void ask()
    const again = setInterval(ask, 3_000)
    return () => clearInterval(again)
  }, [state])
  const queries = useQueryClient()
  const known = useRef(false)
  useEffect(() => {
    if (person !== null) connectLive({ kind: 'person' })
    // At a shared desk the next one signs in on the same page: neither what was read nor the socket is theirs.
    else if (known.current) {
      queries.clear()
      leaveLive()
    }
    known.current = person !== null
  }, [person, queries])
  if (state === 'unknown') return away ? <Unreachable /> : null
  if (state === 'out' || person === null || me?.mustChangePassword) return <SignInPage />
  return (
    <LineageProvider>
      <TimeFrame />
      <CommandCenter />
      <DutyDialogs />
      <StepCenter />
      <PageBoundary of={pathname}>
        <Outlet />
      </PageBoundary>
    </LineageProvider>
  )
}

/** Which address shows which page. The wall and a bridge point come in by their own tokens. */
export function Pages() {
  return (
    <BrowserRouter>
      <Suspense fallback={null}>
        <Routes>
          <Route path="/wall" element={<Wall />} />
          <Route path="/point" element={<Point />} />
          <Route path="/sign-in" element={<SignInPage />} />
          <Route element={<Signed />}>
            <Route path="/session/:id" element={<Session />} />
            <Route path="/lineage/:indicator/:unit" element={<Lineage />} />
            <Route element={<Shell />}>
              <Route path="/desk" element={<Desk />} />
              <Route path="/data" element={<Data />} />
              <Route path="/data/:indicator" element={<Indicator />} />
              <Route path="/alerts" element={<Alerts />} />
              <Route path="/alarms" element={<AlarmsFrame />}>
                <Route index element={<AlarmsNow />} />
                <Route path="rules" element={<AlarmRules />} />
                <Route path="ladders" element={<AlarmLadders />} />
                <Route path="measures" element={<AlarmMeasures />} />
              </Route>
              <Route path="/directives" element={<Directives />} />
              <Route path="/sessions" element={<Sessions />} />
              <Route path="/log" element={<Log />} />
              <Route path="/handover" element={<Handover />} />
              <Route path="/stages" element={<Stages />} />
              <Route path="/roster" element={<Roster />} />
              <Route path="/sessions/:id/replay" element={<SessionReplay />} />
              <Route path="/exercise" element={<Exercise />} />
              <Route path="/entry" element={<Entry />} />
              <Route path="/import" element={<Import />} />
              <Route path="/checks" element={<Checks />} />
              <Route path="/coverage" element={<Coverage />} />
              <Route path="/quarantine" element={<Quarantine />} />
              <Route path="/scenes" element={<Scenes />} />
              <Route path="/scenes/:scene" element={<SceneEditor />} />
              <Route path="/screens" element={<Screens />} />
              <Route path="/admin" element={<Admin />} />
            </Route>
          </Route>
          <Route path="*" element={<Navigate to="/desk" replace />} />
        </Routes>
      </Suspense>
    </BrowserRouter>
  )
}
