import { sessionSuite } from './suite.ts'

sessionSuite('peer')
