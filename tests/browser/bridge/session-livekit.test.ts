import { sessionSuite } from './suite.ts'

sessionSuite('livekit')
